package dev.perennial.tasks.store;

import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.tasks.list.Membership;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

// The key of a row is both ids. Only explicit statements write rows.
@MappedEntity(value = "members", schema = "tasks")
record MemberRow(
    @Id UUID listId, String userId, Role role, @Nullable Integer position, Instant joinedAt) {

  Membership membership() {
    return new Membership(userId, role, joinedAt);
  }
}
