package dev.perennial.auditsink.verify;

import dev.perennial.auditsink.access.ReadAdmission;
import dev.perennial.auditsink.chain.ChainCheck;
import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.PublishedKey;
import dev.perennial.auditsink.chain.SignedHeads;
import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.SignedPage;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.auditsink.store.TrailPage;
import dev.perennial.events.ChainHead;
import org.jspecify.annotations.Nullable;

/**
 * Holds a stored chain against its hashes, its owner's seal, and every checkpoint that was signed
 * of it; and its end, which is not signed yet, against the ledger.
 */
final class Verifier {

  private final Trail trail;
  private final Checkpoints checkpoints;
  private final PublishedKey key;
  private final ReadAdmission admission;

  Verifier(Trail trail, Checkpoints checkpoints, PublishedKey key, ReadAdmission admission) {
    this.trail = trail;
    this.checkpoints = checkpoints;
    this.key = key;
    this.admission = admission;
  }

  /**
   * The entries of these numbers, both included. From after the end there are none, and what is
   * verified is that it is the end. Of a part that ends before it is not asked whether something
   * was cut off.
   */
  Verification verify(String owner, long from, long to) {
    var signed = signedHeads(owner);
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

  private SignedHeads signedHeads(String owner) {
    var signed = new SignedHeads(owner, key);
    SignedPage last = null;
    do {
      try (var _ = admission.part()) {
        var pages = checkpoints.of(owner, last);
        pages.forEach(page -> signed.take(page.event()));
        last = pages.isEmpty() ? null : pages.getLast();
      }
    } while (last != null);
    return signed;
  }

  private void follow(String owner, long from, long to, ChainCheck check) {
    Entry last = null;
    do {
      try (var _ = admission.part()) {
        last = followPage(trail.chain(owner, from, to, last), check);
      }
    } while (last != null);
  }

  /** The last entry of the page; null if there is nothing more to check. */
  private static @Nullable Entry followPage(TrailPage page, ChainCheck check) {
    for (var entry : page.entries()) {
      if (!check.next(entry.link(page.keys().get(entry.keyId())))) {
        return null;
      }
    }
    return page.isLast() ? null : page.entries().getLast();
  }

  /**
   * What the first entry must follow: the one before it, or what a signature says was dropped. If
   * neither is there, something is missing, and it is looked for from the start.
   */
  private ChainHead before(String owner, long from, SignedHeads signed) {
    if (from <= signed.droppedUpTo() + 1) {
      return signed.start();
    }
    return trail.entry(owner, from - 1).map(Entry::head).orElseGet(signed::start);
  }
}
