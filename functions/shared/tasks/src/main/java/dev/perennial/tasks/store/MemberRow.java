package dev.perennial.tasks.store;

import dev.perennial.tasks.Role;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

// A row's identity is both ids; it is only ever written by statements of its own.
@MappedEntity(value = "members", schema = "tasks")
record MemberRow(@Id UUID listId, String userId, Role role, int position, Instant joinedAt) {}
