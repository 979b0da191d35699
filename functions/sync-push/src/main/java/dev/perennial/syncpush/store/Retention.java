package dev.perennial.syncpush.store;

import dev.perennial.runtime.Settings;
import java.time.Duration;

/**
 * What of a feed is kept.
 *
 * @param rows of a user at most, but for those since the last look
 * @param lookEvery how many entries of a user come before what is too old is looked for
 */
public record Retention(Duration age, int rows, int lookEvery) {

  /** {@code SYNC_KEEP_DAYS}, 30 unless told, and {@code SYNC_KEEP_ROWS}, 10,000. */
  public static Retention from(Settings settings) {
    return new Retention(
        Duration.ofDays(settings.wholeNumber("SYNC_KEEP_DAYS", 30)),
        settings.wholeNumber("SYNC_KEEP_ROWS", 10_000),
        100);
  }
}
