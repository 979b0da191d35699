package dev.perennial.tasks;

import static dev.perennial.events.EventType.TASK_SKIPPED;
import static dev.perennial.events.EventType.TASK_UPDATED;

import dev.perennial.events.TaskEvent.DeletionReason;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a deletion takes with it. */
record Deleting(Task task, @Nullable Scope scope, ZoneId zone, Act act) {

  /**
   * @param standing the open occurrences of the task's series, and the last one if nothing has come
   *     of that yet
   */
  Outcome outcome(List<Task> standing) {
    if (isOfOccurrence()) {
      return task.isOpen() ? passedOver() : gone(task, DeletionReason.OCCURRENCE);
    }
    Outcome whole = gone(task, DeletionReason.TASK);
    for (Task other : standing) {
      if (isReached(other)) {
        whole = whole.and(isThere(other) ? gone(other, DeletionReason.TASK) : ended(other));
      }
    }
    return whole;
  }

  /** What came before it stays, open or not, unless all is said. */
  private boolean isReached(Task other) {
    return !other.id().equals(task.id())
        && (isThere(other)
            ? scope == Scope.ALL || other.occurrence().number() > task.occurrence().number()
            : other.nextOccurrence().isPresent());
  }

  private static boolean isThere(Task other) {
    return other.isOpen() && other.deletion() == null;
  }

  /** What is closed stays as it was, but nothing comes after it: its series ends with it. */
  private Outcome ended(Task last) {
    Occurrence turn = last.occurrence();
    Task after = last.changedBy(act).occurrence(turn.lastOfAll()).task();
    return last.deletion() == null
        ? Outcome.of(after, Fact.of(TASK_UPDATED, after, Changes.between(last, after), act))
        : Outcome.of(after);
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
