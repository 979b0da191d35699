package dev.perennial.auditsink;

import dev.perennial.auditsink.chain.ChainCheck;
import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.Flaw;
import dev.perennial.auditsink.chain.PublishedKey;
import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.events.ChainHead;
import dev.perennial.events.Checkpoint;
import dev.perennial.events.CheckpointEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds a stored chain against its hashes, its owner's seal, and every checkpoint that was signed
 * of it.
 */
final class Verifier {

  private static final int PAGE = 500;

  private final Trail trail;
  private final Checkpoints checkpoints;
  private final PublishedKey key;

  Verifier(Trail trail, Checkpoints checkpoints, PublishedKey key) {
    this.trail = trail;
    this.checkpoints = checkpoints;
    this.key = key;
  }

  /** The entries of these numbers, both included. */
  Verification verify(String owner, long from, long to) {
    var signed = new Signed(owner);
    checkpoints.of(owner, signed::take);
    var before = before(owner, Math.max(from, signed.dropped + 1), signed);
    var check = new ChainCheck(before);
    signed.heads.stream()
        .filter(head -> head.number() > before.number() && head.number() <= to)
        .forEach(check::mustHave);
    follow(owner, before.number() + 1, to, check);
    var flaw = Optional.ofNullable(signed.flaw).or(() -> check.end(to)).orElse(null);
    var some = check.entries() > 0;
    return new Verification(
        owner,
        some || flaw != null ? before.number() + 1 : null,
        some ? check.last().number() : null,
        check.entries(),
        flaw == null,
        flaw,
        some ? check.last() : null,
        signed.heads.size());
  }

  private void follow(String owner, long from, long to, ChainCheck check) {
    var next = from;
    while (true) {
      var page = trail.chain(owner, next, to, PAGE);
      var keys = trail.keys(page);
      for (var entry : page) {
        if (!check.next(entry, keys.get(entry.keyId()))) {
          return;
        }
      }
      if (page.size() < PAGE) {
        return;
      }
      next = page.getLast().number() + 1;
    }
  }

  /** What the first entry must follow: the one before it, or what a signature says was dropped. */
  private ChainHead before(String owner, long from, Signed signed) {
    if (from == 1) {
      return Entry.beforeFirst(owner);
    }
    return signed
        .droppedAt(from - 1)
        .or(() -> trail.chain(owner, from - 1, from - 1, 1).stream().findFirst().map(Entry::head))
        .orElseGet(() -> signed.droppedHead().orElseGet(() -> Entry.beforeFirst(owner)));
  }

  /** What was signed of one chain. */
  private final class Signed {

    private final String owner;
    private final List<ChainHead> heads = new ArrayList<>();
    private long dropped;
    private @Nullable ChainHead droppedHead;
    private @Nullable Flaw flaw;

    Signed(String owner) {
      this.owner = owner;
    }

    void take(CheckpointEvent event) {
      var mine =
          event.checkpoint().heads().stream()
              .filter(head -> head.owner().equals(owner))
              .findFirst();
      if (mine.isEmpty()) {
        return;
      }
      var head = mine.get();
      if (!key.signed(event)) {
        flaw = new Flaw(head.number(), "has a checkpoint that this key did not sign");
        return;
      }
      heads.add(head);
      if (event.checkpoint().kind() == Checkpoint.Kind.DROPPED && head.number() > dropped) {
        dropped = head.number();
        droppedHead = head;
      }
    }

    Optional<ChainHead> droppedAt(long number) {
      return droppedHead().filter(head -> head.number() == number);
    }

    Optional<ChainHead> droppedHead() {
      return Optional.ofNullable(droppedHead);
    }
  }
}
