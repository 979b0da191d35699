package dev.perennial.auditsink.verify;

import dev.perennial.auditsink.chain.Flaw;
import dev.perennial.auditsink.store.Lost;
import dev.perennial.events.ChainHead;
import org.jspecify.annotations.Nullable;

/**
 * What came of verifying a chain.
 *
 * @param from the number of the first entry that was looked for; null if there is none to look for
 * @param entries how many are as they were entered
 * @param lost what was entered and is in no chain: it may be this one's
 * @param head the last of them
 * @param checkpoints how many signed heads of the chain it was held against
 */
record Verification(
    String owner,
    @Nullable Long from,
    @Nullable Long to,
    long entries,
    boolean valid,
    @Nullable Flaw firstBad,
    @Nullable ChainHead head,
    int checkpoints,
    @Nullable Lost lost) {

  /** What whoever may see but their own chain is told. */
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
