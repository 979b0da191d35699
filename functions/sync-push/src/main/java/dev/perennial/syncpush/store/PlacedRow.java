package dev.perennial.syncpush.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * An event's place in somebody's feed.
 *
 * @param which of the events that were entered together, counted from 0
 */
@MappedEntity
record PlacedRow(@Id String userId, int which, long seq) {}
