package dev.perennial.taskinsights.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a group of days.
 *
 * @param key of the group; empty for what has none
 * @param dueMissed due on a day that is over, and still open
 */
@MappedEntity
public record FiguresRow(
    @Id String key,
    long created,
    long completed,
    long onTime,
    long late,
    long dueCompleted,
    long dueMissed,
    @Nullable Long secondsP50,
    @Nullable Long secondsP90,
    @Nullable Long lateP50,
    @Nullable Long lateP90) {}
