package dev.perennial.runtime;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The trace of the current thread's work, as a W3C Trace Context {@code traceparent}; it is in each
 * log line and in each event that the work emits.
 */
public final class Trace {

  private static final String TRACEPARENT = "traceparent";
  private static final String TRACE_ID = "trace_id";
  private static final Pattern VALID =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Trace() {}

  /**
   * Continues this trace on the current thread until closed; starts a new one if the value is null
   * or not valid.
   */
  public static Scope resume(@Nullable String traceparent) {
    var current =
        traceparent != null && VALID.matcher(traceparent).matches() ? traceparent : begin();
    MDC.put(TRACEPARENT, current);
    MDC.put(TRACE_ID, current.substring(3, 35));
    return () -> {
      MDC.remove(TRACEPARENT);
      MDC.remove(TRACE_ID);
    };
  }

  /** The current {@code traceparent}; a new one outside any scope. */
  public static String current() {
    var current = MDC.get(TRACEPARENT);
    return current == null ? begin() : current;
  }

  private static String begin() {
    var bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    var hex = HexFormat.of().formatHex(bytes);
    return "00-" + hex.substring(0, 32) + "-" + hex.substring(32) + "-01";
  }

  /** Ends the trace of the thread when closed. */
  @FunctionalInterface
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
