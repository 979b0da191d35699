package dev.perennial.syncpush.store.lease;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** The lease of an open stream. */
@MappedEntity(schema = "sync", value = "streams")
record StreamRow(@Id UUID id) {}
