package dev.perennial.syncpush.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A stream that is open. */
@MappedEntity(schema = "sync", value = "streams")
record StreamRow(@Id UUID id) {}
