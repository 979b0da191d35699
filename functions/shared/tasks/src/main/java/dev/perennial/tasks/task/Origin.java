package dev.perennial.tasks.task;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a task comes from; it never changes.
 *
 * @param createdBy the user who created the task, or the first task of its series
 * @param previous the occurrence whose closing created this one; null if a person created it
 */
public record Origin(String createdBy, @Nullable UUID previous, Instant createdAt) {}
