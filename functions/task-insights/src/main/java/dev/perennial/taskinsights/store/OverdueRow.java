package dev.perennial.taskinsights.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The open tasks that are overdue.
 *
 * @param oldest since when the oldest one is overdue; null if there is none
 * @param median since when the middle one is
 */
@MappedEntity
public record OverdueRow(@Id long count, @Nullable Instant oldest, @Nullable Instant median) {}
