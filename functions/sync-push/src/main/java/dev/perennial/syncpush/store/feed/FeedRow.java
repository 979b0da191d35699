package dev.perennial.syncpush.store.feed;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** The number of the newest entry of a user's feed. */
@MappedEntity(schema = "sync", value = "feeds")
record FeedRow(@Id String userId, long latest) {}
