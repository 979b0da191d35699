package dev.perennial.auditsink.access;

/**
 * Who reads the trail.
 *
 * @param seesAll whether they have the role admin
 */
public record Reader(String user, boolean seesAll) {}
