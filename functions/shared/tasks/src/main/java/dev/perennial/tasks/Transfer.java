package dev.perennial.tasks;

import dev.perennial.events.Change;
import dev.perennial.events.EventType;
import dev.perennial.events.TaskSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is somewhere else, to be the same here. One that is closed comes in as history:
 * nothing follows it, for what followed it there comes in by itself.
 *
 * @param carried what the next occurrence gets, if it is other than what this one has
 * @param occurrence null for a task that does not come back
 * @param closing null for an open task
 * @param previous the occurrence whose closing made this one; null if there is none
 */
public record Transfer(
    Content content,
    @Nullable Content carried,
    @Nullable Occurrence occurrence,
    @Nullable Closing closing,
    @Nullable UUID previous,
    Instant createdAt) {

  /** The task here, in a list of the actor's. */
  public Outcome bringIn(UUID id, Act act) {
    Task task =
        new Task(
            id,
            act.actor(),
            new Origin(act.actor(), previous, createdAt),
            content,
            carried,
            occurrence,
            closing,
            Writes.NONE,
            true,
            1,
            act.at(),
            null);
    Fact created = Fact.of(EventType.TASK_CREATED, task, changes(task), act);
    // Nobody is to be reminded of what is done.
    return Outcome.of(task, task.isOpen() ? Schedule.with(created) : List.of(created));
  }

  private static Map<String, Change> changes(Task task) {
    Map<String, Change> changes = Changes.fromNothing(task);
    if (!task.isOpen()) {
      TaskSnapshot closed = task.snapshot();
      Changes.put("status", null, closed.status(), changes);
      Changes.put("completedAt", null, closed.completedAt(), changes);
      Changes.put("skippedAt", null, closed.skippedAt(), changes);
    }
    return changes;
  }

  /** The same, nobody's in particular. */
  public Transfer unassigned() {
    return new Transfer(
        content.unassigned(),
        carried == null ? null : carried.unassigned(),
        occurrence,
        closing,
        previous,
        createdAt);
  }

  /** The same, as if nothing had been before it. */
  public Transfer withoutPrevious() {
    return new Transfer(content, carried, occurrence, closing, null, createdAt);
  }
}
