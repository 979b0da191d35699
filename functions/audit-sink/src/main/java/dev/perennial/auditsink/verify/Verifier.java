package dev.perennial.auditsink.verify;

import dev.perennial.auditsink.chain.ChainCheck;
import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.PublishedKey;
import dev.perennial.auditsink.chain.SignedHeads;
import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.events.ChainHead;

/**
 * Holds a stored chain against its hashes, its owner's seal, and every checkpoint that was signed
 * of it; and its end, which is not signed yet, against the ledger.
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

  /**
   * The entries of these numbers, both included. From after the end there are none, and what is
   * verified is that it is the end. Of a part that ends before it is not asked whether something
   * was cut off.
   */
  Verification verify(String owner, long from, long to) {
    var signed = new SignedHeads(owner, key);
    checkpoints.of(owner, signed::take);
    var before = before(owner, Math.min(from, trail.last(owner) + 1), signed);
    var check = signed.check(before, to);
    follow(owner, before.number() + 1, to, check);
    var flaw = signed.firstBad(check, to).orElse(null);
    var lost = to == Long.MAX_VALUE ? trail.lost().orElse(null) : null;
    var some = check.entries() > 0;
    return new Verification(
        owner,
        some || flaw != null ? before.number() + 1 : null,
        some ? check.last().number() : null,
        check.entries(),
        flaw == null && lost == null,
        flaw,
        some ? check.last() : null,
        signed.count(),
        lost);
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

  /**
   * What the first entry must follow: the one before it, or what a signature says was dropped. If
   * neither is there, something is missing, and it is looked for from the start.
   */
  private ChainHead before(String owner, long from, SignedHeads signed) {
    if (from <= signed.droppedUpTo() + 1) {
      return signed.start();
    }
    return trail.chain(owner, from - 1, from - 1, 1).stream()
        .findFirst()
        .map(Entry::head)
        .orElseGet(signed::start);
  }
}
