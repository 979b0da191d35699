/** What a dead letter says. */
@NullMarked
package dev.perennial.operations.letter;

import org.jspecify.annotations.NullMarked;
