package dev.perennial.syncpush.store.feed;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * An entry that was inserted in a user's feed.
 *
 * @param position the index of its event among those that the statement was given, from 0
 */
@MappedEntity
record InsertedRow(@Id String userId, int position, long seq) {}
