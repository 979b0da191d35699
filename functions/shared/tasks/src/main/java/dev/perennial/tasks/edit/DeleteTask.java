package dev.perennial.tasks.edit;

import static dev.perennial.events.EventType.TASK_SKIPPED;
import static dev.perennial.events.EventType.TASK_UPDATED;

import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.task.Closing;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskBuilder;
import dev.perennial.tasks.task.TaskChanges;
import dev.perennial.tasks.task.TaskDomainEvent;
import dev.perennial.tasks.task.TaskResult;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes a task and the following occurrences of its series, or one occurrence only. */
public final class DeleteTask {

  private final Task task;
  private final @Nullable Scope scope;
  private final ZoneId zone;
  private final Command command;

  private DeleteTask(Task task, @Nullable Scope scope, ZoneId zone, Command command) {
    this.task = task;
    this.scope = scope;
    this.zone = zone;
    this.command = command;
  }

  /**
   * Deletes the task and the following occurrences of its series; or this occurrence only, in which
   * case the series continues.
   *
   * @param scope null means the default: an open task is deleted with its series, of a closed one
   *     this occurrence only
   * @param zone of the user
   * @param active the active tasks of the series, in their order: the open occurrences, and the
   *     last one if its next has not been created; may contain the task itself
   */
  public static TaskResult delete(
      Task task, @Nullable Scope scope, ZoneId zone, List<Task> active, Command command) {
    return new DeleteTask(task, scope, zone, command).result(active);
  }

  /** Deletes the task because its list is deleted. */
  public static TaskResult deleteWithList(Task task, Command command) {
    return deleted(task, DeletionReason.LIST, command);
  }

  private TaskResult result(List<Task> active) {
    if (isOfOccurrence()) {
      return task.isOpen() ? skipped() : deleted(task, DeletionReason.OCCURRENCE, command);
    }
    TaskResult whole = deleted(task, DeletionReason.TASK, command);
    for (Task other : active) {
      if (isReached(other)) {
        whole =
            whole.and(
                isActive(other) ? deleted(other, DeletionReason.TASK, command) : ended(other));
      }
    }
    return whole;
  }

  /** Earlier occurrences stay, open or not, unless the scope is all. */
  private boolean isReached(Task other) {
    return !other.id().equals(task.id())
        && (isActive(other)
            ? scope == Scope.ALL || other.occurrence().number() > task.occurrence().number()
            : other.nextOccurrence().isPresent());
  }

  private static boolean isActive(Task other) {
    return other.isOpen() && other.deletion() == null;
  }

  /** A closed occurrence stays closed, and its series ends with it. */
  private TaskResult ended(Task last) {
    Occurrence occurrence = last.occurrence();
    Task after = changed(last).occurrence(occurrence.lastOfSeries()).build();
    return last.deletion() == null
        ? TaskResult.of(
            after,
            TaskDomainEvent.of(TASK_UPDATED, after, TaskChanges.between(last, after), command))
        : TaskResult.of(after);
  }

  private boolean isOfOccurrence() {
    return task.occurrence() != null && (scope == Scope.THIS || (scope == null && !task.isOpen()));
  }

  private static TaskResult deleted(Task before, DeletionReason reason, Command command) {
    Task after = new TaskBuilder(before).touchedBy(command).deleted(reason, command).build();
    return TaskResult.of(after, TaskDomainEvent.deleted(after, reason, command));
  }

  /** The occurrence is skipped as well, so that the next one is created. */
  private TaskResult skipped() {
    Task after =
        changed(task)
            .closing(new Closing(Closing.Kind.SKIPPED, command.happenedAt(), zone))
            .deleted(DeletionReason.OCCURRENCE, command)
            .build();
    return TaskResult.of(
        after,
        List.of(
            TaskDomainEvent.of(TASK_SKIPPED, after, TaskChanges.between(task, after), command),
            TaskDomainEvent.deleted(after, DeletionReason.OCCURRENCE, command)));
  }

  private TaskBuilder changed(Task before) {
    return new TaskBuilder(before).touchedBy(command);
  }
}
