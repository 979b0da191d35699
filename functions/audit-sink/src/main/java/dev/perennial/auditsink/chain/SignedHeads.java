package dev.perennial.auditsink.chain;

import dev.perennial.events.ChainHead;
import dev.perennial.events.Checkpoint;
import dev.perennial.events.CheckpointEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What checkpoints say of one chain: heads that it had, and where what is dropped ended. */
public final class SignedHeads {

  private final String owner;
  private final PublishedKey key;
  private final List<ChainHead> heads = new ArrayList<>();
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
        .ifPresent(head -> take(event, head));
  }

  private void take(CheckpointEvent event, ChainHead head) {
    if (!key.signed(event)) {
      var found = new Flaw(head.number(), "has a checkpoint that the key did not sign");
      flaw = flaw == null || found.number() < flaw.number() ? found : flaw;
      return;
    }
    heads.add(head);
    if (event.checkpoint().kind() == Checkpoint.Kind.DROPPED && head.number() > droppedUpTo()) {
      dropped = head;
    }
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
    heads.stream()
        .filter(head -> head.number() > before.number() && head.number() <= upTo)
        .forEach(check::mustHave);
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
    return heads.size();
  }
}
