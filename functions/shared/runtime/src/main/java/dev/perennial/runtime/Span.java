package dev.perennial.runtime;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One step of a trace (W3C Trace Context, section 3.2): what a function does for one request or
 * event.
 *
 * @param traceId 32 hexadecimal digits, the same for all steps of the trace
 * @param spanId 16 hexadecimal digits, of this step alone
 * @param parentSpanId the step that caused this one; null if it is the first
 * @param flags two hexadecimal digits, as the first step has set them
 */
public record Span(String traceId, String spanId, @Nullable String parentSpanId, String flags) {

  private static final Pattern TRACEPARENT =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int SPAN_ID = 36;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A step that this one has caused; the first of a new trace if it is null or not valid. */
  public static Span childOf(@Nullable String traceparent) {
    return new Span(isValid(traceparent) ? "" : randomHex(2), randomHex(1), null, "01")
        .below(traceparent);
  }

  /** The same step, caused by another one; unchanged if that is null or not valid. */
  public Span below(@Nullable String traceparent) {
    return traceparent == null || !isValid(traceparent)
        ? this
        : new Span(
            traceparent.substring(3, 35),
            spanId,
            traceparent.substring(SPAN_ID, 52),
            traceparent.substring(53));
  }

  /** What names this step as the cause of others. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }

  /** The id of the step that this {@code traceparent} names; empty if it is not valid. */
  public static Optional<String> idIn(String traceparent) {
    return isValid(traceparent)
        ? Optional.of(traceparent.substring(SPAN_ID, 52))
        : Optional.empty();
  }

  static boolean isValid(@Nullable String traceparent) {
    return traceparent != null && TRACEPARENT.matcher(traceparent).matches();
  }

  private static String randomHex(int longs) {
    var bytes = new byte[Long.BYTES * longs];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
