package dev.perennial.auditsink.chain;

import dev.perennial.events.ChainHead;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Goes along a chain, entry by entry, and stops at the first that is not as it was entered: edited,
 * deleted, inserted, reordered, or cut off the end of what was signed.
 */
public final class ChainCheck {

  private final NavigableMap<Long, String> signed = new TreeMap<>();
  private ChainHead last;
  private long entries;
  private @Nullable Flaw flaw;

  /**
   * @param before the head that the first entry must follow
   */
  public ChainCheck(ChainHead before) {
    this.last = before;
  }

  /** Holds the chain against a head of it that was signed once. */
  public void mustHave(ChainHead head) {
    signed.merge(
        head.number(), head.hash(), (one, other) -> one.equals(other) ? one : "two different");
  }

  /** Whether to go on: nothing is wrong up to and with this entry. */
  public boolean next(Link entry) {
    if (flaw == null) {
      flaw = wrongWith(entry).map(reason -> new Flaw(firstWrong(entry), reason)).orElse(null);
    }
    if (flaw == null) {
      last = entry.head();
      entries++;
    }
    return flaw == null;
  }

  /** There are no more, up to and with this number; what was signed must have been there. */
  public Optional<Flaw> end(long upTo) {
    var missing = signed.subMap(last.number(), false, Math.max(upTo, last.number()), true);
    if (flaw == null && !missing.isEmpty()) {
      flaw =
          new Flaw(
              last.number() + 1,
              "is missing: the chain was signed up to entry " + missing.lastKey());
    }
    return Optional.ofNullable(flaw);
  }

  /** How many entries were as they must be. */
  public long entries() {
    return entries;
  }

  /** The last of them. */
  public ChainHead last() {
    return last;
  }

  private long firstWrong(Link entry) {
    return Math.min(entry.number(), last.number() + 1);
  }

  private Optional<String> wrongWith(Link entry) {
    if (entry.number() > last.number() + 1) {
      return Optional.of("is missing: the next that is there is entry " + entry.number());
    }
    if (entry.number() <= last.number()) {
      return Optional.of("is there twice");
    }
    if (!entry.head().owner().equals(last.owner())) {
      return Optional.of("is of another chain");
    }
    if (!entry.isWhole()) {
      return Optional.of("is not what its hash was made of");
    }
    if (!entry.previousHash().equals(last.hash())) {
      return Optional.of("does not follow the entry before it");
    }
    var hash = entry.head().hash();
    if (!hash.equals(signed.getOrDefault(entry.number(), hash))) {
      return Optional.of("is not the entry whose hash was signed");
    }
    if (!entry.isSealed()) {
      return Optional.of("was not sealed by the key of its owner");
    }
    return Optional.empty();
  }
}
