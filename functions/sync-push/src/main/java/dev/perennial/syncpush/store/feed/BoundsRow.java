package dev.perennial.syncpush.store.feed;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * The first and last number of a user's feed.
 *
 * @param expired whether the oldest entry is past its retention
 */
@MappedEntity
record BoundsRow(@Id String userId, long latest, long oldest, boolean expired) {}
