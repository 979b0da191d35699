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

/** What checkpoints say of one chain: heads that it had, and where what is dropped ended. */
public final class SignedHeads {

  private final String owner;
  private final PublishedKey key;

  /** By number; a chain that nothing is added to has the same head in many checkpoints. */
  private final Map<Long, String> heads = new TreeMap<>();

  private int count;
  private @Nullable ChainHead dropped;
  private @Nullable Flaw flaw;

  public SignedHeads(String owner, PublishedKey key) {
    this.owner = owner;
    this.key = key;
  }

  /** Takes this page into account, if the owner is on it. */
  public void take(CheckpointEvent event) {
    event.checkpoint().heads().stream()
        .filter(head -> head.owner().equals(owner))
        .findFirst()
        .ifPresent(head -> take(event.checkpoint().kind(), head, key.signed(event)));
  }

  /**
   * Takes a head of this owner into account.
   *
   * @param isSigned whether the key signed the page that the head is on
   */
  public void take(Checkpoint.Kind kind, ChainHead head, boolean isSigned) {
    if (!isSigned) {
      var found = new Flaw(head.number(), "has a checkpoint that the key did not sign");
      flaw = flaw == null || found.number() < flaw.number() ? found : flaw;
      return;
    }
    count++;
    heads.merge(head.number(), head.hash(), SignedHeads::same);
    if (kind == Checkpoint.Kind.DROPPED && head.number() > droppedUpTo()) {
      dropped = head;
    }
  }

  /** No entry has this hash, so a number that was signed with two is found to be wrong. */
  private static String same(String one, String other) {
    return one.equals(other) ? one : "two different";
  }

  /** The last entry that was dropped for its age; 0 if none was. */
  public long droppedUpTo() {
    return dropped == null ? 0 : dropped.number();
  }

  /** What the first entry that is left must follow. */
  public ChainHead start() {
    return dropped == null ? Entry.beforeFirst(owner) : dropped;
  }

  /** A check of the chain from there on, which must have every head up to this number. */
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

  /** The first that is bad: by a checkpoint that cannot be trusted, or by a check up to this. */
  public Optional<Flaw> firstBad(ChainCheck check, long upTo) {
    return Stream.of(Optional.ofNullable(flaw), check.end(upTo))
        .flatMap(Optional::stream)
        .min(Comparator.comparingLong(Flaw::number));
  }

  /** How many heads were signed. */
  public int count() {
    return count;
  }
}
