package dev.perennial.auditsink.verify;

import dev.perennial.auditsink.access.ReadAdmission;
import dev.perennial.auditsink.chain.BadEntry;
import dev.perennial.auditsink.chain.ChainCheck;
import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.SignedHeads;
import dev.perennial.auditsink.chain.VerificationKeys;
import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.LostEvent;
import dev.perennial.auditsink.store.SignedPage;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.auditsink.store.TrailPage;
import dev.perennial.events.ChainHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a stored chain: its hashes, the seals by its owner's key, and every signed checkpoint of
 * it. The end of the chain that is not signed yet is compared with the ledger.
 */
final class Verifier {

  private final Trail trail;
  private final Checkpoints checkpoints;
  private final VerificationKeys keys;
  private final ReadAdmission admission;

  Verifier(Trail trail, Checkpoints checkpoints, VerificationKeys keys, ReadAdmission admission) {
    this.trail = trail;
    this.checkpoints = checkpoints;
    this.keys = keys;
    this.admission = admission;
  }

  /**
   * Verifies the entries from one number to another, both included. If the first number is after
   * the last entry, it verifies that the chain ends there. The ledger is compared only if the range
   * has no end.
   *
   * @param to {@code Long.MAX_VALUE} for the end of the chain
   */
  Verification verify(String owner, long from, long to) {
    SignedHeads signed = signedHeads(owner);
    ChainHead before = before(owner, Math.min(from, trail.last(owner) + 1), signed);
    ChainCheck check = signed.check(before, to);
    checkEntries(owner, before.number() + 1, to, check);
    BadEntry firstBad = signed.firstBad(check, to).orElse(null);
    LostEvent lost = to == Long.MAX_VALUE ? trail.lost().orElse(null) : null;
    boolean some = check.entries() > 0;
    return new Verification(
        owner,
        some || firstBad != null ? before.number() + 1 : null,
        some ? check.last().number() : null,
        check.entries(),
        firstBad == null && lost == null,
        firstBad,
        some ? check.last() : null,
        signed.count(),
        lost);
  }

  private SignedHeads signedHeads(String owner) {
    var signed = new SignedHeads(owner, keys);
    SignedPage last = null;
    do {
      try (var _ = admission.part()) {
        List<SignedPage> pages = checkpoints.of(owner, last);
        pages.forEach(page -> signed.add(page.event()));
        last = pages.isEmpty() ? null : pages.getLast();
      }
    } while (last != null);
    return signed;
  }

  private void checkEntries(String owner, long from, long to, ChainCheck check) {
    Entry last = null;
    do {
      try (var _ = admission.part()) {
        last = checkPage(trail.chain(owner, from, to, last), check);
      }
    } while (last != null);
  }

  /** Returns the last entry of the page; null if there is nothing more to check. */
  private static @Nullable Entry checkPage(TrailPage page, ChainCheck check) {
    for (Entry entry : page.entries()) {
      if (!check.next(entry.link(page.keys().get(entry.keyId())))) {
        return null;
      }
    }
    return page.isLast() ? null : page.entries().getLast();
  }

  /**
   * The head that the first entry must follow: the entry before it, or the last dropped entry by a
   * signed checkpoint. If neither exists the chain is incomplete, and it is verified from its
   * start.
   */
  private ChainHead before(String owner, long from, SignedHeads signed) {
    if (from <= signed.droppedUpTo() + 1) {
      return signed.start();
    }
    return trail.entry(owner, from - 1).map(Entry::head).orElseGet(signed::start);
  }
}
