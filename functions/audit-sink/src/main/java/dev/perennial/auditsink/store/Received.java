package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.Facts;

/**
 * An event that is to be entered.
 *
 * @param payload as it came
 */
public record Received(Facts facts, byte[] payload) {}
