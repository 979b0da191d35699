package dev.perennial.tasks.store;

import dev.perennial.tasks.list.TaskList;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.List;
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
    @Nullable Instant deletedAt) {

  static ListRow of(TaskList list) {
    return new ListRow(
        list.id(),
        list.owner(),
        list.name(),
        list.inbox(),
        list.version(),
        list.createdAt(),
        list.updatedAt(),
        list.deletedAt());
  }

  TaskList list(List<MemberRow> members) {
    return new TaskList(
        id,
        owner,
        name,
        inbox,
        members.stream().map(MemberRow::membership).toList(),
        version,
        createdAt,
        updatedAt,
        deletedAt);
  }
}
