package dev.perennial.auditsink.chain;

import dev.perennial.events.ChainHead;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks the entries of a chain one after the other and stops at the first that was edited,
 * deleted, inserted or reordered, or at the end if signed entries are missing there.
 */
public final class ChainCheck {

  private final NavigableMap<Long, String> signed = new TreeMap<>();
  private ChainHead last;
  private long entries;
  private @Nullable BadEntry firstBad;

  /**
   * @param before the head that the first entry must follow
   */
  public ChainCheck(ChainHead before) {
    this.last = before;
  }

  /** Requires the chain to have this head, which a checkpoint signed. */
  public void mustHave(ChainHead head) {
    signed.merge(
        head.number(), head.hash(), (one, other) -> one.equals(other) ? one : "two different");
  }

  /**
   * Checks the next entry.
   *
   * @return false if this entry or one before it is bad
   */
  public boolean next(Link entry) {
    if (firstBad == null) {
      firstBad =
          wrongWith(entry).map(reason -> new BadEntry(firstWrong(entry), reason)).orElse(null);
    }
    if (firstBad == null) {
      last = entry.head();
      entries++;
    }
    return firstBad == null;
  }

  /**
   * Ends the check at this number.
   *
   * @return the first bad entry, or the first missing one if a signed head up to this number was
   *     not reached
   */
  public Optional<BadEntry> end(long upTo) {
    NavigableMap<Long, String> missing =
        signed.subMap(last.number(), false, Math.max(upTo, last.number()), true);
    if (firstBad == null && !missing.isEmpty()) {
      firstBad =
          new BadEntry(
              last.number() + 1,
              "is missing: the chain was signed up to entry " + missing.lastKey());
    }
    return Optional.ofNullable(firstBad);
  }

  /** The number of unchanged entries. */
  public long entries() {
    return entries;
  }

  /** The last unchanged entry, or the head before the first entry. */
  public ChainHead last() {
    return last;
  }

  private long firstWrong(Link entry) {
    return Math.min(entry.number(), last.number() + 1);
  }

  private Optional<String> wrongWith(Link entry) {
    if (entry.number() > last.number() + 1) {
      return Optional.of("is missing: the next entry is " + entry.number());
    }
    if (entry.number() <= last.number()) {
      return Optional.of("is present twice");
    }
    if (!entry.head().owner().equals(last.owner())) {
      return Optional.of("belongs to another chain");
    }
    if (!entry.isWhole()) {
      return Optional.of("does not match its hash");
    }
    if (!entry.previousHash().equals(last.hash())) {
      return Optional.of("does not follow the entry before it");
    }
    String hash = entry.head().hash();
    if (!hash.equals(signed.getOrDefault(entry.number(), hash))) {
      return Optional.of("has another hash than a checkpoint signed");
    }
    if (!entry.isSealed()) {
      return Optional.of("was not sealed by the key of its owner");
    }
    return Optional.empty();
  }
}
