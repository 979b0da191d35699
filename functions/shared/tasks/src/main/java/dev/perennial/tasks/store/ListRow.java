package dev.perennial.tasks.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

@MappedEntity(value = "lists", schema = "tasks")
record ListRow(@Id UUID id, String owner, String name, boolean inbox, Instant createdAt) {}
