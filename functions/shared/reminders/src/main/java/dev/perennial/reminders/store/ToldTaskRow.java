package dev.perennial.reminders.store;

import dev.perennial.events.EventJson;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Status;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as its newest event had it.
 *
 * @param meantFor who is reminded if they may see it
 * @param userId who is reminded; null if that person may not see it
 * @param task null if it was deleted, its person is gone, or nobody has needed it for long
 */
@MappedEntity(schema = "reminders", value = "tasks")
record ToldTaskRow(
    @Id UUID taskId,
    UUID listId,
    @Nullable String meantFor,
    @Nullable String userId,
    long version,
    boolean open,
    @Nullable String task) {

  static ToldTaskRow of(
      TaskSnapshot task, @Nullable String meantFor, @Nullable String reminded, boolean isGone) {
    return new ToldTaskRow(
        task.id(),
        task.listId(),
        meantFor,
        reminded,
        task.version(),
        !isGone && task.status() == Status.OPEN,
        isGone ? null : EventJson.MAPPER.writeValueAsString(task));
  }

  /** Nothing but the newest version, by which older events are known. */
  ToldTaskRow ofNobody() {
    return new ToldTaskRow(taskId, listId, null, null, version, false, null);
  }

  /** Of an open task, which always has one. */
  TaskSnapshot snapshot() {
    return EventJson.MAPPER.readValue(Objects.requireNonNull(task), TaskSnapshot.class);
  }
}
