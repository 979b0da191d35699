package dev.perennial.syncpush.store.feed;

import dev.perennial.runtime.Settings;
import java.time.Duration;

/**
 * How much of a feed is kept.
 *
 * @param age how long an entry is kept
 * @param rows how many entries of a user are kept, not counting those since the last trim
 * @param trimEvery after how many new entries a user's feed is trimmed
 */
public record Retention(Duration age, int rows, int trimEvery) {

  /** {@code SYNC_KEEP_DAYS}, default 30, and {@code SYNC_KEEP_ROWS}, default 10,000. */
  public static Retention from(Settings settings) {
    return new Retention(
        Duration.ofDays(settings.wholeNumber("SYNC_KEEP_DAYS", 30)),
        settings.wholeNumber("SYNC_KEEP_ROWS", 10_000),
        100);
  }
}
