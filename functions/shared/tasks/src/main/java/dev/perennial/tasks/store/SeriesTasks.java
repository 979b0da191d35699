package dev.perennial.tasks.store;

import dev.perennial.tasks.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tasks of a series, within an open transaction. */
final class SeriesTasks {

  private final TaskRows tasks;

  SeriesTasks(TaskRows tasks) {
    this.tasks = tasks;
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
    return task.occurrence() == null || wasNeverClosed(task)
        ? Optional.empty()
        : tasks.lockNext(task.id()).map(TaskRow::task);
  }

  /** Known without a query for most tasks that are closed: nobody has changed them before. */
  private static boolean wasNeverClosed(Task task) {
    return task.isOpen() && task.version() == Task.FIRST_VERSION;
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
}
