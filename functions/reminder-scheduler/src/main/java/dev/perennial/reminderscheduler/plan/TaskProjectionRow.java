package dev.perennial.reminderscheduler.plan;

import dev.perennial.events.EventJson;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Status;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler's projection of a task, from the newest event of it.
 *
 * @param meantFor the person to remind if they may see the task; null if there is none
 * @param userId the person who is reminded; null if {@code meantFor} may not see the task
 * @param task the event's TaskSnapshot as JSON; null if the task was deleted, its person was
 *     erased, or the retention period is over
 */
@MappedEntity(schema = "reminders", value = "tasks")
public record TaskProjectionRow(
    @Id UUID taskId,
    UUID listId,
    @Nullable String meantFor,
    @Nullable String userId,
    long version,
    boolean open,
    @Nullable String task) {

  static TaskProjectionRow of(
      TaskSnapshot task, @Nullable String meantFor, @Nullable String userId, boolean isDeleted) {
    return new TaskProjectionRow(
        task.id(),
        task.listId(),
        meantFor,
        userId,
        task.version(),
        !isDeleted && task.status() == Status.OPEN,
        isDeleted ? null : EventJson.MAPPER.writeValueAsString(task));
  }

  /** Keeps only the version, so that older events are still recognised. */
  TaskProjectionRow erased() {
    return new TaskProjectionRow(taskId, listId, null, null, version, false, null);
  }

  /**
   * The task of an open row, which always has one.
   *
   * @throws NullPointerException if the row has no task
   */
  TaskSnapshot snapshot() {
    return EventJson.MAPPER.readValue(Objects.requireNonNull(task), TaskSnapshot.class);
  }
}
