package dev.perennial.tasks.store;

import dev.perennial.tasks.Task;
import org.jspecify.annotations.Nullable;

/**
 * How a series stands.
 *
 * @param last its last occurrence, deleted or not
 * @param open the occurrence to be done; null if there is none
 * @param goesOn whether there is an open occurrence or another will come
 */
public record SeriesStanding(Task last, @Nullable Task open, boolean goesOn) {}
