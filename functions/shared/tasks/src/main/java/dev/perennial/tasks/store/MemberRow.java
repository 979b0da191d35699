package dev.perennial.tasks.store;

import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.tasks.list.Membership;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

// A row's identity is both ids; it is only ever written by statements of its own.
@MappedEntity(value = "members", schema = "tasks")
record MemberRow(
    @Id UUID listId, String userId, Role role, @Nullable Integer position, Instant joinedAt) {

  Membership membership() {
    return new Membership(userId, role, joinedAt);
  }
}
