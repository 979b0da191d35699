/** A completed recurring task comes back: its next occurrence is made. */
@NullMarked
package dev.perennial.oncompletedrecurrence;

import org.jspecify.annotations.NullMarked;
