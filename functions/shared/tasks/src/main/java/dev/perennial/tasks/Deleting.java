package dev.perennial.tasks;

import static dev.perennial.events.EventType.TASK_SKIPPED;

import dev.perennial.events.TaskEvent.DeletionReason;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a deletion takes with it. */
record Deleting(Task task, @Nullable Scope scope, ZoneId zone, Act act) {

  /**
   * @param open the open occurrence of the task's series; null if there is none
   */
  Outcome outcome(@Nullable Task open) {
    if (isOfOccurrence()) {
      return task.isOpen() ? passedOver() : gone(task, DeletionReason.OCCURRENCE);
    }
    Outcome whole = gone(task, DeletionReason.TASK);
    return open == null || open.id().equals(task.id())
        ? whole
        : whole.and(gone(open, DeletionReason.TASK));
  }

  private boolean isOfOccurrence() {
    return task.occurrence() != null && (scope == Scope.THIS || (scope == null && !task.isOpen()));
  }

  private Outcome gone(Task one, DeletionReason reason) {
    Task after = one.changedBy(act).deleted(reason, act).task();
    return Outcome.of(after, Fact.deleted(after, reason, act));
  }

  /** Skipped as well, so that the next one is made. */
  private Outcome passedOver() {
    Task after =
        task.changedBy(act)
            .closing(new Closing(Closing.Kind.SKIPPED, act.happenedAt(), zone))
            .deleted(DeletionReason.OCCURRENCE, act)
            .task();
    return Outcome.of(
        after,
        List.of(
            Fact.of(TASK_SKIPPED, after, Changes.between(task, after), act),
            Fact.deleted(after, DeletionReason.OCCURRENCE, act)));
  }
}
