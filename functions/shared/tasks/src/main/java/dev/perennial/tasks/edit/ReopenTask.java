package dev.perennial.tasks.edit;

import static dev.perennial.events.EventType.TASK_REOPENED;

import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskBuilder;
import dev.perennial.tasks.task.TaskChanges;
import dev.perennial.tasks.task.TaskDomainEvent;
import dev.perennial.tasks.task.TaskResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reopens a closed task, and deletes or keeps the occurrence that followed it. */
public final class ReopenTask {

  private final Task closed;
  private final @Nullable Task next;
  private final @Nullable NextChoice choice;
  private final Command command;

  private ReopenTask(
      Task closed, @Nullable Task next, @Nullable NextChoice choice, Command command) {
    this.closed = closed;
    this.next = next;
    this.choice = choice;
    this.command = command;
  }

  /**
   * Reopens the task; an open task stays as it is. If no user has touched the next occurrence, it
   * is taken back, and is created again when this task is completed again.
   *
   * @param next the occurrence that followed, deleted or not; null if there is none
   * @param choice how to treat a touched next occurrence; null if the request does not specify it
   * @throws RefusedCommand if the next occurrence is touched and {@code choice} is null, or if it
   *     would be deleted but is closed itself
   */
  public static TaskResult reopen(
      Task task, @Nullable Task next, @Nullable NextChoice choice, Command command) {
    if (task.isOpen()) {
      return TaskResult.of(task);
    }
    return StatusWrite.isOverruled(task, command)
        ? StatusWrite.overruled(task, Status.OPEN, command)
        : new ReopenTask(task, next, choice, command).result();
  }

  private TaskResult result() {
    Task after =
        new TaskBuilder(closed)
            .touchedBy(command)
            .closing(null)
            .written(StatusWrite.FIELDS, command)
            .build();
    TaskDomainEvent reopened =
        TaskDomainEvent.of(TASK_REOPENED, after, TaskChanges.between(closed, after), command);
    if (next == null || !isTakenBack(next)) {
      return TaskResult.of(after, reopened);
    }
    Task taken =
        new TaskBuilder(next).touchedBy(command).deleted(DeletionReason.REOPENED, command).build();
    // The deletion of a deleted one was published before.
    return new TaskResult(
        after,
        List.of(taken),
        next.deletion() == null
            ? List.of(reopened, TaskDomainEvent.deleted(taken, DeletionReason.REOPENED, command))
            : List.of(reopened));
  }

  private boolean isTakenBack(Task next) {
    if (next.deletion() != null) {
      // One that was closed before it was deleted has a next occurrence of its own.
      return next.isOpen();
    }
    if (next.isOpen() && !next.touched()) {
      return choice != NextChoice.KEEP;
    }
    if (choice == null) {
      throw RefusedCommand.nextTouched(
          next.snapshot(),
          "the next occurrence has been changed since; add next=keep or next=delete");
    }
    if (choice == NextChoice.DELETE && !next.isOpen()) {
      throw RefusedCommand.nextTouched(
          next.snapshot(),
          "the next occurrence is %s and cannot be deleted by reopening; add next=keep"
              .formatted(next.status().name().toLowerCase(Locale.ROOT)));
    }
    return choice == NextChoice.DELETE;
  }
}
