package dev.perennial.auditsink.chain;

import dev.perennial.events.ChainHead;
import dev.perennial.events.Checkpoint;
import dev.perennial.events.CheckpointEvent;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The heads of one chain that checkpoints signed, and where the chain continues after dropped
 * entries.
 */
public final class SignedHeads {

  private final String owner;
  private final VerificationKeys keys;

  /** Hash by number. An unchanged chain has the same head in many checkpoints. */
  private final Map<Long, String> heads = new TreeMap<>();

  private int count;
  private @Nullable ChainHead dropped;
  private @Nullable BadEntry firstBad;

  public SignedHeads(String owner, VerificationKeys keys) {
    this.owner = owner;
    this.keys = keys;
  }

  /** Adds the head of the owner, if this page of a checkpoint has one. */
  public void add(CheckpointEvent event) {
    event.checkpoint().heads().stream()
        .filter(head -> head.owner().equals(owner))
        .findFirst()
        .ifPresent(head -> add(event.checkpoint().kind(), head, keys.signed(event)));
  }

  /**
   * Adds a head of the owner.
   *
   * @param isSigned whether one of the keys signed the page that has the head
   */
  public void add(Checkpoint.Kind kind, ChainHead head, boolean isSigned) {
    if (!isSigned) {
      var found = new BadEntry(head.number(), "has a checkpoint that no known key signed");
      firstBad = firstBad == null || found.number() < firstBad.number() ? found : firstBad;
      return;
    }
    count++;
    heads.merge(head.number(), head.hash(), SignedHeads::same);
    if (kind == Checkpoint.Kind.DROPPED && head.number() > droppedUpTo()) {
      dropped = head;
    }
  }

  /** Two different hashes of one number become a text that no entry has as its hash. */
  private static String same(String one, String other) {
    return one.equals(other) ? one : "two different";
  }

  /** The number of the last dropped entry; 0 if none was dropped. */
  public long droppedUpTo() {
    return dropped == null ? 0 : dropped.number();
  }

  /** The head that the first remaining entry must follow. */
  public ChainHead start() {
    return dropped == null ? Entry.beforeFirst(owner) : dropped;
  }

  /** A check of the chain after this head, which requires every signed head up to this number. */
  public ChainCheck check(ChainHead before, long upTo) {
    var check = new ChainCheck(before);
    heads.forEach(
        (number, hash) -> {
          if (number > before.number() && number <= upTo) {
            check.mustHave(new ChainHead(owner, number, hash));
          }
        });
    return check;
  }

  /** The first bad entry by an unsigned checkpoint or by the check up to this number. */
  public Optional<BadEntry> firstBad(ChainCheck check, long upTo) {
    return Stream.of(Optional.ofNullable(firstBad), check.end(upTo))
        .flatMap(Optional::stream)
        .min(Comparator.comparingLong(BadEntry::number));
  }

  /** The number of signed heads. */
  public int count() {
    return count;
  }
}
