package dev.perennial.taskapi.request;

import dev.perennial.runtime.TimeTexts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a command was given, by the device's clock; commands given offline arrive later. */
public final class HappenedAt {

  public static final String FORM = "must be an instant since 1970, such as 2026-03-01T09:00:00Z";

  private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

  private HappenedAt() {}

  /**
   * @throws DateTimeException if it is not an instant since 1970
   */
  public static Instant parse(String text) {
    Instant instant = TimeTexts.instant(text);
    if (instant.isBefore(Instant.EPOCH)) {
      throw new DateTimeException("before 1970");
    }
    return instant;
  }

  /** The given instant; {@code now} if it is null, or more than 5 minutes in the future. */
  public static Instant of(@Nullable Instant given, Instant now) {
    return given == null || given.isAfter(now.plus(MAX_CLOCK_SKEW)) ? now : given;
  }
}
