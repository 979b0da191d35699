package dev.perennial.tasks.task;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a task. It never changes.
 *
 * @param createdBy the user who created the task, or the first task of its series
 * @param previous the occurrence whose closing created this one; null if a user created it
 */
public record Origin(String createdBy, @Nullable UUID previous, Instant createdAt) {}
