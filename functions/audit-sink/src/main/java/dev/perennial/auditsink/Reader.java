package dev.perennial.auditsink;

/**
 * Who reads the trail.
 *
 * @param seesAll whether they have the role admin
 */
record Reader(String user, boolean seesAll) {}
