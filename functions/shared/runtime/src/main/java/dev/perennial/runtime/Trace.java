package dev.perennial.runtime;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The trace of the current thread's work, as a W3C Trace Context {@code traceparent}; it is in each
 * log line and in each event that the work emits.
 */
public final class Trace {

  private static final String TRACEPARENT = "traceparent";
  private static final String TRACE_ID = "trace_id";

  private Trace() {}

  /**
   * Continues this trace on the current thread until closed; starts a new one if the value is null
   * or not valid. The trace before is continued then.
   */
  public static Scope resume(@Nullable String traceparent) {
    var current = traceparent != null && Span.isValid(traceparent) ? traceparent : begin();
    var before = MDC.get(TRACEPARENT);
    var idBefore = MDC.get(TRACE_ID);
    MDC.put(TRACEPARENT, current);
    MDC.put(TRACE_ID, current.substring(3, 35));
    return () -> {
      EventScope.restore(TRACEPARENT, before);
      EventScope.restore(TRACE_ID, idBefore);
    };
  }

  /** The current {@code traceparent}; a new one outside any scope. */
  public static String current() {
    var current = MDC.get(TRACEPARENT);
    return current == null ? begin() : current;
  }

  private static String begin() {
    return Span.childOf(null).traceparent();
  }

  /** Ends the trace of the thread when closed. */
  @FunctionalInterface
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
