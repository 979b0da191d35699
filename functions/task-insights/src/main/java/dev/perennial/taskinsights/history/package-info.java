/** What the history of a task counts for, and on which day of whom; without I/O. */
@NullMarked
package dev.perennial.taskinsights.history;

import org.jspecify.annotations.NullMarked;
