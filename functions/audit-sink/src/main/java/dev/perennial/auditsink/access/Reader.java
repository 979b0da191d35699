package dev.perennial.auditsink.access;

/**
 * A user who reads the trail.
 *
 * @param seesAll whether the user has the role admin
 */
public record Reader(String user, boolean seesAll) {}
