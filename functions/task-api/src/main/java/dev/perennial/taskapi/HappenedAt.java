package dev.perennial.taskapi;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a person did something, by their device's clock; what they do offline arrives later. */
final class HappenedAt {

  static final String FORM = "must be a moment since 1970, such as 2026-03-01T09:00:00Z";

  private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(5);

  private HappenedAt() {}

  /**
   * @throws DateTimeException if it is no moment since 1970
   */
  static Instant parse(String text) {
    var instant = Instant.parse(text);
    if (instant.isBefore(Instant.EPOCH)) {
      throw new DateTimeException("before there were devices");
    }
    return instant;
  }

  /** Now, if they did not say, or said what is more than 5 minutes ahead. */
  static Instant of(@Nullable Instant said, Instant now) {
    return said == null || said.isAfter(now.plus(CLOCKS_DIFFER_BY)) ? now : said;
  }
}
