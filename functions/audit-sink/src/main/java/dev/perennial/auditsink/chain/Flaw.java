package dev.perennial.auditsink.chain;

/**
 * The first thing that is wrong with a chain.
 *
 * @param number of the entry that is bad, or is not there
 */
public record Flaw(long number, String reason) {}
