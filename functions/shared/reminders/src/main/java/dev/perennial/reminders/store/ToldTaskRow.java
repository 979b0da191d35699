package dev.perennial.reminders.store;

import dev.perennial.events.EventJson;
import dev.perennial.events.TaskSnapshot;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A task as its newest event had it. */
@MappedEntity(schema = "reminders", value = "tasks")
record ToldTaskRow(
    @Id UUID taskId,
    UUID listId,
    @Nullable String userId,
    long version,
    boolean open,
    String task) {

  static ToldTaskRow of(TaskSnapshot task, @Nullable String reminded, boolean open) {
    return new ToldTaskRow(
        task.id(),
        task.listId(),
        reminded,
        task.version(),
        open,
        EventJson.MAPPER.writeValueAsString(task));
  }

  TaskSnapshot snapshot() {
    return EventJson.MAPPER.readValue(task, TaskSnapshot.class);
  }
}
