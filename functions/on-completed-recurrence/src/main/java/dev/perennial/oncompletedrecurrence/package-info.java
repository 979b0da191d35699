/** Creates the next occurrence of a completed or skipped recurring task. */
@NullMarked
package dev.perennial.oncompletedrecurrence;

import org.jspecify.annotations.NullMarked;
