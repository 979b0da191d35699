package dev.perennial.tasks.task;

import dev.perennial.events.Recurrence;
import org.jspecify.annotations.Nullable;

/**
 * The user-editable fields of a new task, or of a task after an edit.
 *
 * @param recurrence null if the task does not recur
 */
public record Draft(Content content, @Nullable Recurrence recurrence) {}
