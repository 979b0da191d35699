package dev.perennial.reminders.store;

import dev.perennial.events.EventJson;
import dev.perennial.events.TaskSnapshot;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as its newest event had it.
 *
 * @param meantFor who is reminded if they may see it
 * @param userId who is reminded; null if that person may not see it
 */
@MappedEntity(schema = "reminders", value = "tasks")
record ToldTaskRow(
    @Id UUID taskId,
    UUID listId,
    @Nullable String meantFor,
    @Nullable String userId,
    long version,
    boolean open,
    String task) {

  static ToldTaskRow of(
      TaskSnapshot task, @Nullable String meantFor, @Nullable String reminded, boolean open) {
    return new ToldTaskRow(
        task.id(),
        task.listId(),
        meantFor,
        reminded,
        task.version(),
        open,
        EventJson.MAPPER.writeValueAsString(task));
  }

  TaskSnapshot snapshot() {
    return EventJson.MAPPER.readValue(task, TaskSnapshot.class);
  }
}
