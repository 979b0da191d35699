package dev.perennial.tasks;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a task comes from; it never changes.
 *
 * @param createdBy who made it, or made its series
 * @param previous the occurrence whose completion made this one; null if a person made it
 */
public record Origin(String createdBy, @Nullable UUID previous, Instant createdAt) {}
