package dev.perennial.auditsink.chain;

import dev.perennial.events.ChainHead;

/**
 * An entry without what it holds: what {@link ChainCheck} compares.
 *
 * @param isWhole whether the hash is that of what the entry holds
 * @param isSealed whether the payload was sealed by its owner's key; true if the key is not at hand
 */
public record Link(ChainHead head, String previousHash, boolean isWhole, boolean isSealed) {

  public long number() {
    return head.number();
  }
}
