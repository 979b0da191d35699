package dev.perennial.reminderscheduler.plan;

import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.ReminderPlan;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The new state of a task.
 *
 * @param isDeleted whether the task was deleted
 * @param happenedAt when the event happened; reminders that were due since then are sent late
 */
public record TaskChange(TaskEvent event, boolean isDeleted, Instant happenedAt) {

  TaskSnapshot task() {
    return event.task();
  }

  UUID taskId() {
    return event.task().id();
  }

  /** The person to remind if they may see the task; null if there is none. */
  @Nullable String meantFor() {
    return ReminderPlan.meantFor(event.task()).orElse(null);
  }
}
