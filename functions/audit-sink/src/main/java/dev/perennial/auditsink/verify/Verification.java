package dev.perennial.auditsink.verify;

import dev.perennial.auditsink.chain.BadEntry;
import dev.perennial.auditsink.store.LostEvent;
import dev.perennial.events.ChainHead;
import org.jspecify.annotations.Nullable;

/**
 * The result of verifying a chain.
 *
 * @param from the number of the first checked entry; null if there was none to check
 * @param to the number of the last checked entry; null if there was none
 * @param entries how many entries are unchanged
 * @param firstBad null if no entry is bad
 * @param head the last unchanged entry; null if there is none
 * @param checkpoints how many signed heads of the chain were compared
 * @param lost an event that was stored and is in no chain, which may be this one; null if there is
 *     none
 */
record Verification(
    String owner,
    @Nullable Long from,
    @Nullable Long to,
    long entries,
    boolean valid,
    @Nullable BadEntry firstBad,
    @Nullable ChainHead head,
    int checkpoints,
    @Nullable LostEvent lost) {

  /**
   * The result for a user who may read only their own chain: without the identity of a lost event.
   */
  Verification ofOwnChain() {
    return new Verification(
        owner,
        from,
        to,
        entries,
        valid,
        firstBad,
        head,
        checkpoints,
        lost == null ? null : lost.withoutEvent());
  }
}
