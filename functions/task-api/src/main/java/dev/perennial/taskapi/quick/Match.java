package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.phrase.Meaning;

/**
 * A phrase found in the text.
 *
 * @param from the index of its first token
 * @param to the index after its last token
 */
record Match(int from, int to, Meaning meaning) {}
