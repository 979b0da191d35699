package dev.perennial.api.identity;

/**
 * A user who reads what functions store of everybody.
 *
 * @param seesAll whether the user has the role admin
 */
public record Reader(String user, boolean seesAll) {}
