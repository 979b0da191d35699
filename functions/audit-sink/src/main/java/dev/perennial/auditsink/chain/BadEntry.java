package dev.perennial.auditsink.chain;

/**
 * The first bad entry of a chain.
 *
 * @param number of the entry that is bad or missing
 */
public record BadEntry(long number, String reason) {}
