/** Preview the occurrences of a recurrence rule before a task exists. */
@NullMarked
package dev.perennial.taskapi.preview;

import org.jspecify.annotations.NullMarked;
