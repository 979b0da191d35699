package dev.perennial.tasks.store;

import dev.perennial.tasks.Command;
import dev.perennial.tasks.edit.CreateTask;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.store.TaskStore.NextResult;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tasks of a series, within an open transaction. */
final class SeriesTasks {

  private final TaskRows tasks;
  private final Members members;
  private final TaskEventPublisher events;

  SeriesTasks(TaskRows tasks, Members members, TaskEventPublisher events) {
    this.tasks = tasks;
    this.members = members;
    this.events = events;
  }

  static boolean exists(Task task) {
    return task.deletion() == null;
  }

  /** Empty if the transaction's user sees none of the series. */
  Optional<SeriesStatus> status(UUID seriesId) {
    return tasks.lastOfSeries(seriesId).map(TaskRow::task).map(this::status);
  }

  private SeriesStatus status(Task last) {
    Task open =
        Optional.ofNullable(last.occurrence())
            .flatMap(occurrence -> tasks.lockOpen(occurrence.series().id()))
            .map(TaskRow::task)
            .orElse(null);
    // A next one that was created but is not in this series has started its own, or was deleted.
    boolean isActive =
        open != null || (last.nextOccurrence().isPresent() && lockNext(last).isEmpty());
    return new SeriesStatus(last, open, isActive);
  }

  /** The task that this one's closing created, deleted or not, unless it was taken back. */
  Optional<Task> lockNext(Task task) {
    return task.occurrence() == null
        ? Optional.empty()
        : tasks.lockNext(task.id()).map(TaskRow::task);
  }

  /**
   * The open occurrences, and the last one, deleted or not, if its next has not been created; in
   * the order of their numbers.
   */
  List<Task> lockActive(Task task) {
    return task.occurrence() == null
        ? List.of()
        : lockOpenAndLast(task.occurrence().series().id()).stream()
            .map(TaskRow::task)
            .filter(one -> one.isOpen() || lockNext(one).isEmpty())
            .toList();
  }

  private List<TaskRow> lockOpenAndLast(UUID seriesId) {
    List<TaskRow> found = List.of();
    List<TaskRow> again = tasks.lockOpenAndLast(seriesId);
    // While waiting for the lock of the last one, its next may have been created.
    while (!again.isEmpty() && (found.isEmpty() || !isLast(again.getLast(), found))) {
      found = again;
      again = tasks.lockOpenAndLast(seriesId);
    }
    return again;
  }

  private static boolean isLast(TaskRow row, List<TaskRow> of) {
    return of.getLast().id().equals(row.id());
  }

  /**
   * @param task locked by the transaction
   */
  NextResult createNext(Task task, Command command) {
    if (task.isOpen()) {
      return NextResult.TASK_OPEN;
    }
    Optional<Occurrence> next = task.nextOccurrence();
    if (next.isEmpty()) {
      return NextResult.NO_NEXT;
    }
    if (lockNext(task).isPresent()) {
      return NextResult.ALREADY_EXISTS;
    }
    Task takenBack = tasks.lock(next.get().taskId()).map(TaskRow::task).orElse(null);
    if (takenBack != null && exists(takenBack)) {
      // Created by an earlier closing of another occurrence: the same key gives the same task.
      return NextResult.ALREADY_EXISTS;
    }
    storeNext(task, next.get(), takenBack, command);
    return NextResult.CREATED;
  }

  private void storeNext(Task task, Occurrence next, @Nullable Task takenBack, Command command) {
    Set<String> audience = members.of(task.content().listId()).keySet();
    TaskResult created = CreateTask.createNext(task, next, takenBack, audience, command);
    TaskRow row = TaskRow.of(created.task());
    if (takenBack == null) {
      tasks.save(row);
    } else {
      tasks.update(row);
    }
    events.publish(created, task.owner(), audience);
  }
}
