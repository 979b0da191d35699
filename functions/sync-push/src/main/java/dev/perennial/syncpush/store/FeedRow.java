package dev.perennial.syncpush.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** How far somebody's feed goes, and from where. */
@MappedEntity(schema = "sync", value = "feeds")
record FeedRow(@Id String userId, long latest, long oldest, Instant trimmedAt) {}
