package dev.perennial.tasks.store;

import dev.perennial.tasks.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The current status of a series.
 *
 * @param last its last occurrence, deleted or not
 * @param open the open occurrence; null if there is none
 * @param isActive true if there is an open occurrence or another one will be created
 */
public record SeriesStatus(Task last, @Nullable Task open, boolean isActive) {}
