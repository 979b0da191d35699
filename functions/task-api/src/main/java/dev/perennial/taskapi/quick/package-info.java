/**
 * Reads a task from one line of text: a tokenizer, a matcher for each kind of phrase, and an
 * assembly of what they found. Knows no clock and no framework.
 */
@NullMarked
package dev.perennial.taskapi.quick;

import org.jspecify.annotations.NullMarked;
