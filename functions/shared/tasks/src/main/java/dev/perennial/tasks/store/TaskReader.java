package dev.perennial.tasks.store;

import dev.perennial.runtime.database.Database;
import dev.perennial.tasks.store.TaskQuery.Filter;
import dev.perennial.tasks.store.TaskQuery.Position;
import java.util.List;

/** Reads pages of tasks, each with the statement whose index has its order. */
final class TaskReader {

  private final TaskRows tasks;
  private final FoundTaskRows found;

  TaskReader(Database database) {
    this.tasks = database.repository(TaskRows.class);
    this.found = database.repository(FoundTaskRows.class);
  }

  /** Within an open transaction. */
  TaskPage page(TaskQuery query) {
    DueZones zones = DueZones.of(query, found);
    if (query.criteria().words() != null) {
      TextSearch search = new TextSearch(query, zones, found);
      return TaskPage.read(query, search::next);
    }
    return TaskPage.read(query, part -> rows(part, zones).stream().map(TaskRow::task).toList());
  }

  private List<TaskRow> rows(TaskQuery query, DueZones zones) {
    Position after = query.after();
    if (query.seriesId() != null) {
      return tasks.seriesPage(query.seriesId(), after.createdAt(), after.id(), query.limit());
    }
    if (query.sort() != TaskSort.CREATED || !query.criteria().equals(TaskCriteria.NONE)) {
      return found(query, zones);
    }
    return switch (query.filter()) {
      case OPEN -> tasks.openPage(query.listId(), after.createdAt(), after.id(), query.limit());
      case COMPLETED ->
          tasks.completedPage(query.listId(), after.createdAt(), after.id(), query.limit());
      case ALL -> tasks.page(query.listId(), after.createdAt(), after.id(), query.limit());
    };
  }

  private List<TaskRow> found(TaskQuery query, DueZones zones) {
    TaskCriteria by = query.criteria();
    String priority = by.priority() == null ? null : by.priority().name();
    String names = zones.names();
    String times = zones.times();
    Position after = query.after();
    boolean open = query.filter() == Filter.OPEN;
    boolean completed = query.filter() == Filter.COMPLETED;
    return switch (query.sort()) {
      case CREATED ->
          open
              ? found.openByCreation(
                  query.listId(),
                  by.tag(),
                  priority,
                  by.assignee(),
                  by.earliest(),
                  by.tooLate(),
                  names,
                  times,
                  after.createdAt(),
                  after.id(),
                  query.limit())
              : found.anyByCreation(
                  query.listId(),
                  by.tag(),
                  priority,
                  by.assignee(),
                  by.earliest(),
                  by.tooLate(),
                  names,
                  times,
                  completed,
                  after.createdAt(),
                  after.id(),
                  query.limit());
      case DUE ->
          open
              ? found.openByDue(
                  query.listId(),
                  by.tag(),
                  priority,
                  by.assignee(),
                  by.earliest(),
                  by.tooLate(),
                  names,
                  times,
                  after.key(),
                  after.createdAt(),
                  after.id(),
                  query.limit())
              : found.anyByDue(
                  query.listId(),
                  by.tag(),
                  priority,
                  by.assignee(),
                  by.earliest(),
                  by.tooLate(),
                  names,
                  times,
                  completed,
                  after.key(),
                  after.createdAt(),
                  after.id(),
                  query.limit());
      case PRIORITY ->
          open
              ? found.openByPriority(
                  query.listId(),
                  by.tag(),
                  priority,
                  by.assignee(),
                  by.earliest(),
                  by.tooLate(),
                  names,
                  times,
                  after.key(),
                  after.createdAt(),
                  after.id(),
                  query.limit())
              : found.anyByPriority(
                  query.listId(),
                  by.tag(),
                  priority,
                  by.assignee(),
                  by.earliest(),
                  by.tooLate(),
                  names,
                  times,
                  completed,
                  after.key(),
                  after.createdAt(),
                  after.id(),
                  query.limit());
    };
  }
}
