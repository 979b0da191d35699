package dev.perennial.taskapi.quick;

/**
 * A phrase that was found.
 *
 * @param from its first token
 * @param to after its last one
 */
record Match(int from, int to, Meaning meaning) {}
