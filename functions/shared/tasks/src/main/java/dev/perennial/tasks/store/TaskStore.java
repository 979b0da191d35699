package dev.perennial.tasks.store;

import dev.perennial.tasks.Act;
import dev.perennial.tasks.Outcome;
import dev.perennial.tasks.ReminderState;
import dev.perennial.tasks.Task;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Tasks, each reached through a user only: to who is no member of its list it does not exist. A
 * deleted task is found by nobody. What happened to a task goes into the outbox in the transaction
 * that keeps the task.
 */
public interface TaskStore {

  Optional<Task> find(String user, UUID id);

  /** What has become of the task's reminders, by instant; empty if the user may not see it. */
  List<ReminderState> reminders(String user, UUID id);

  /**
   * The user's tasks after a position, in the order in which they were created, the newest last.
   */
  List<Task> page(String user, TaskQuery query);

  /** How a series stands; empty if the user sees none of its occurrences. */
  Optional<SeriesStanding> series(String user, UUID seriesId);

  /** The open occurrence of a series; empty if the user sees none. */
  Optional<Task> openOccurrence(String user, UUID seriesId);

  /**
   * Keeps a new task. The inbox is made on first use.
   *
   * @return the task as it is kept, with its list's owner
   * @throws dev.perennial.tasks.RefusedAct if the user may not write to the list, the assignee is
   *     no member of it, or the id is taken
   */
  Task create(Outcome created);

  /**
   * Loads the task, applies the change and keeps what it answers, in one transaction; changes of
   * one task happen one after the other. Whatever the change throws leaves everything as it was.
   *
   * @return empty if the user sees no such task
   * @throws dev.perennial.tasks.RefusedAct if the user may not write to its list, or to the one it
   *     would go to, or the assignee is no member of that
   */
  Optional<Outcome> change(String user, UUID id, Function<Task, Outcome> change);

  /**
   * The task that came of this one's closing, deleted or not, unless it was taken back; within a
   * change it stays as it is until the change is kept.
   */
  Optional<Task> lockNext(Task task);

  /**
   * What stands of the task's series, in the order of its occurrences: the open ones, and the last
   * one, deleted or not, if nothing has come of it yet. They stay as they are, as with {@link
   * #lockNext}, and nothing comes of the last one meanwhile.
   */
  List<Task> lockSeries(Task task);

  /**
   * Makes the next occurrence of a closed task, once and never again, whoever asks and however
   * often. A task that was reopened in the meantime gets none, nor one that was deleted with what
   * was to come.
   */
  NextResult makeNext(String user, UUID id, Act act);

  /** What became of a request for the next occurrence. */
  enum NextResult {
    MADE,
    MADE_BEFORE,
    /** It does not come back, or has come to the end. */
    NO_NEXT,
    TASK_OPEN,
    TASK_UNKNOWN
  }
}
