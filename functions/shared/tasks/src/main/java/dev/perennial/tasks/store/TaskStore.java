package dev.perennial.tasks.store;

import dev.perennial.tasks.Act;
import dev.perennial.tasks.Outcome;
import dev.perennial.tasks.Task;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Tasks, each reached through its owner only: to everybody else it does not exist. A deleted task
 * is found by nobody. What happened to a task goes into the outbox in the transaction that keeps
 * the task.
 */
public interface TaskStore {

  Optional<Task> find(String owner, UUID id);

  /**
   * The owner's tasks after a position, in the order in which they were created, the newest last.
   */
  List<Task> page(String owner, TaskQuery query);

  /**
   * Keeps a new task; its list must be the owner's, and the inbox is made on first use.
   *
   * @throws dev.perennial.tasks.RefusedAct if the list is not there
   */
  void create(Outcome created);

  /**
   * Loads the task, applies the change and keeps what it answers, in one transaction; changes of
   * one task happen one after the other. Whatever the change throws leaves everything as it was.
   *
   * @return empty if the owner has no such task
   * @throws dev.perennial.tasks.RefusedAct if the task would go to a list that is not there
   */
  Optional<Outcome> change(String owner, UUID id, Function<Task, Outcome> change);

  /**
   * The task's next occurrence, if it has been made; within a change it stays as it is until the
   * change is kept.
   */
  Optional<Task> lockNext(Task task);

  /**
   * Makes the next occurrence of a completed task, once and never again, whoever asks and however
   * often. A task that was reopened or deleted in the meantime gets none.
   */
  NextResult makeNext(String owner, UUID id, Act act);

  /** What became of a request for the next occurrence. */
  enum NextResult {
    MADE,
    MADE_BEFORE,
    /** It does not come back, or its calendar has come to the end. */
    NO_NEXT,
    TASK_OPEN,
    TASK_DELETED,
    TASK_UNKNOWN
  }
}
