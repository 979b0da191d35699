package dev.perennial.syncpush.store;

import java.util.List;

/**
 * A part of somebody's feed.
 *
 * @param entries one after the other without gaps
 * @param latest the number of the newest entry; 0 before the first
 * @param oldest the number of the oldest entry that is held; {@code latest + 1} if none is
 */
public record FeedPage(List<Entry> entries, long latest, long oldest) {

  /** Whether a reader who has all up to this number can go on from it without missing anything. */
  public boolean canFollow(long seq) {
    return seq + 1 >= oldest && seq <= latest;
  }
}
