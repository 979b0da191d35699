package dev.perennial.tasks.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@MappedEntity(value = "lists", schema = "tasks")
record ListRow(
    @Id UUID id,
    String owner,
    String name,
    boolean inbox,
    long version,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant deletedAt) {}
