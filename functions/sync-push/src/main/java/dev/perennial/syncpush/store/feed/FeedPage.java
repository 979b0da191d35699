package dev.perennial.syncpush.store.feed;

import java.util.List;

/**
 * A part of a user's feed.
 *
 * @param entries consecutive entries without gaps; may be empty
 * @param latest the number of the newest entry of the feed; 0 before the first
 * @param oldest the number of the oldest entry that is stored; {@code latest + 1} if none is
 */
public record FeedPage(List<Entry> entries, long latest, long oldest) {

  /**
   * Returns true if a reader who has every entry up to this number can resume from it without a
   * gap.
   */
  public boolean canResumeFrom(long seq) {
    return seq + 1 >= oldest && seq <= latest;
  }

  /** An estimate of the memory that the entries take, in bytes. */
  public long memoryBytes() {
    return entries.stream().mapToLong(Entry::memoryBytes).sum();
  }
}
