/**
 * Reads a task from one line of text: {@code text} is the tokenizer and the word tables, {@code
 * phrase} a matcher for each kind of phrase, and this package assembles a task from the matches.
 * Knows no clock and no framework.
 */
@NullMarked
package dev.perennial.taskapi.quick;

import org.jspecify.annotations.NullMarked;
