package dev.perennial.auditsink.chain;

import dev.perennial.events.ChainHead;

/**
 * The part of an entry that {@link ChainCheck} compares.
 *
 * @param isWhole whether the hash matches the content of the entry
 * @param isSealed whether the key of the owner encrypted the payload; true if the key is unknown
 */
public record Link(ChainHead head, String previousHash, boolean isWhole, boolean isSealed) {

  public long number() {
    return head.number();
  }
}
