package dev.perennial.syncpush.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** How far somebody's feed goes. */
@MappedEntity(schema = "sync", value = "feeds")
record FeedRow(@Id String userId, long latest) {}
