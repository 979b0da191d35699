package dev.perennial.tasks.store;

import static java.util.stream.Collectors.toMap;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Fact;
import dev.perennial.tasks.Inbox;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.Outcome;
import dev.perennial.tasks.RefusedAct;
import dev.perennial.tasks.Series;
import dev.perennial.tasks.Task;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tasks in Postgres. The lock of a task's row makes its changes happen one after the other.
 */
public final class JdbcTaskStore implements TaskStore {

  private final Database database;
  private final Outbox outbox;
  private final TaskRows tasks;
  private final SeriesRows series;
  private final ListRows lists;

  public JdbcTaskStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
    this.tasks = database.repository(TaskRows.class);
    this.series = database.repository(SeriesRows.class);
    this.lists = database.repository(ListRows.class);
  }

  @Override
  public Optional<Task> find(String owner, UUID id) {
    return database.inTransaction(
        () -> tasks.find(id, owner).map(this::task).filter(JdbcTaskStore::isThere));
  }

  @Override
  public List<Task> page(String owner, TaskQuery query) {
    return database.inTransaction(
        () -> {
          List<TaskRow> rows = pageRows(owner, query);
          Map<UUID, Series> ruledBy = seriesOf(owner, rows);
          return rows.stream().map(row -> row.task(ruledBy.get(row.seriesId()))).toList();
        });
  }

  private List<TaskRow> pageRows(String owner, TaskQuery query) {
    TaskQuery.Position after = query.after();
    return switch (query.filter()) {
      case OPEN ->
          tasks.openPage(owner, query.listId(), after.createdAt(), after.id(), query.limit());
      case COMPLETED ->
          tasks.completedPage(owner, query.listId(), after.createdAt(), after.id(), query.limit());
      case ALL -> tasks.page(owner, query.listId(), after.createdAt(), after.id(), query.limit());
    };
  }

  @Override
  public void create(Outcome created) {
    database.inTransaction(
        () -> {
          Task task = created.task();
          requireList(task);
          saveNewSeries(null, task);
          tasks.save(TaskRow.of(task));
          publish(created);
          return task;
        });
  }

  @Override
  public Optional<Outcome> change(String owner, UUID id, Function<Task, Outcome> change) {
    return database.inTransaction(
        () ->
            tasks
                .lock(id, owner)
                .map(this::task)
                .filter(JdbcTaskStore::isThere)
                .map(before -> keep(before, change.apply(before))));
  }

  private Outcome keep(Task before, Outcome outcome) {
    if (!outcome.isChange()) {
      return outcome;
    }
    Task after = outcome.task();
    if (!after.content().listId().equals(before.content().listId())) {
      requireList(after);
    }
    saveNewSeries(before.occurrence(), after);
    tasks.update(TaskRow.of(after));
    if (outcome.removed() != null) {
      tasks.delete(TaskRow.of(outcome.removed()));
    }
    publish(outcome);
    return outcome;
  }

  @Override
  public Optional<Task> lockNext(Task task) {
    return task.nextOccurrence()
        .flatMap(next -> tasks.lock(next.taskId(), task.owner()))
        .map(this::task);
  }

  @Override
  public NextResult makeNext(String owner, UUID id, Act act) {
    // Locked, the task cannot be reopened between this look at it and the insert, and others who
    // ask wait their turn.
    return database.inTransaction(
        () ->
            tasks
                .lock(id, owner)
                .map(this::task)
                .map(task -> makeNext(task, act))
                .orElse(NextResult.TASK_UNKNOWN));
  }

  private NextResult makeNext(Task task, Act act) {
    if (task.deletedAt() != null) {
      return NextResult.TASK_DELETED;
    }
    if (task.isOpen()) {
      return NextResult.TASK_OPEN;
    }
    return task.makeNext(act).map(this::keepNext).orElse(NextResult.NO_NEXT);
  }

  private NextResult keepNext(Outcome next) {
    TaskRow row = TaskRow.of(next.task());
    // Not ON CONFLICT DO NOTHING: Micronaut Data does not tell how many rows came of it, and events
    // must not lie. Two
    // tasks of a series that arrive at one next at once meet at its key; the later fails, and finds
    // it when it retries.
    if (tasks.existsById(row.id())) {
      return NextResult.MADE_BEFORE;
    }
    tasks.save(row);
    publish(next);
    return NextResult.MADE;
  }

  private void requireList(Task task) {
    UUID listId = task.content().listId();
    if (lists.existsByIdAndOwner(listId, task.owner())) {
      return;
    }
    if (!listId.equals(Inbox.idFor(task.owner()))) {
      throw new RefusedAct(RefusedAct.Reason.NO_SUCH_LIST, "there is no list " + listId);
    }
    lists.makeInbox(listId, task.owner(), task.updatedAt());
  }

  private void saveNewSeries(@Nullable Occurrence before, Task after) {
    Occurrence occurrence = after.occurrence();
    if (occurrence != null
        && (before == null || !before.series().id().equals(occurrence.series().id()))) {
      series.save(SeriesRow.of(after.owner(), occurrence.series()));
    }
  }

  private void publish(Outcome outcome) {
    for (Fact fact : outcome.facts()) {
      var task = fact.event().task();
      outbox.add(
          new Outbox.Entry(
              fact.type(), task.id(), task.listId(), fact.actor(), fact.owner(), fact.event()));
    }
  }

  private Task task(TaskRow row) {
    return row.task(seriesOf(row.owner(), List.of(row)).get(row.seriesId()));
  }

  // Series never change, so they can be read after the lock on the task's row was awaited; a join
  // could not.
  private Map<UUID, Series> seriesOf(String owner, List<TaskRow> rows) {
    List<UUID> ids =
        rows.stream().map(TaskRow::seriesId).filter(Objects::nonNull).distinct().toList();
    Stream<SeriesRow> found =
        ids.isEmpty() ? Stream.empty() : series.findByOwnerAndIdIn(owner, ids).stream();
    return found.map(SeriesRow::series).collect(toMap(Series::id, Function.identity()));
  }

  private static boolean isThere(Task task) {
    return task.deletedAt() == null;
  }
}
