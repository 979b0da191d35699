package dev.perennial.tasks;

import static dev.perennial.events.EventType.TASK_REOPENED;

import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.tasks.Task.NextChoice;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a closed task that is opened again, and of the one that followed it. */
record Reopening(Task closed, @Nullable Task next, @Nullable NextChoice choice, Act act) {

  Outcome outcome() {
    Task after = closed.changedBy(act).closing(null).written(Set.of(Field.STATUS), act).task();
    Fact reopened = Fact.of(TASK_REOPENED, after, Changes.between(closed, after), act);
    if (next == null || !isTakenBack(next)) {
      return Outcome.of(after, reopened);
    }
    Task taken = next.changedBy(act).deleted(DeletionReason.REOPENED, act).task();
    // Nobody needs to be told again that one is gone.
    return new Outcome(
        after,
        List.of(taken),
        next.deletion() == null
            ? List.of(reopened, Fact.deleted(taken, DeletionReason.REOPENED, act))
            : List.of(reopened));
  }

  private boolean isTakenBack(Task next) {
    if (next.deletion() != null) {
      // One that was closed before it was deleted has a next of its own.
      return next.isOpen();
    }
    if (next.isOpen() && !next.touched()) {
      return choice != NextChoice.KEEP;
    }
    if (choice == null) {
      throw RefusedAct.nextTouched(
          next, "the next occurrence was changed since; say next=keep or next=delete");
    }
    if (choice == NextChoice.DELETE && !next.isOpen()) {
      throw RefusedAct.nextTouched(
          next,
          "the next occurrence is %s itself, so it can only be kept: say next=keep"
              .formatted(next.status().name().toLowerCase(Locale.ROOT)));
    }
    return choice == NextChoice.DELETE;
  }
}
