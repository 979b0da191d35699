package dev.perennial.tasks.store;

import static java.util.stream.Collectors.joining;

import dev.perennial.tasks.store.TaskQuery.Position;
import dev.perennial.tasks.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the tasks that have the words of a query. The ids of a whole page are found at once, and
 * the rows are read with row-level security, in parts.
 */
final class TextSearch {

  private final TaskQuery query;
  private final DueZones zones;
  private final FoundTaskRows rows;
  private final Deque<UUID> found = new ArrayDeque<>();
  private boolean hasMore = true;

  TextSearch(TaskQuery query, DueZones zones, FoundTaskRows rows) {
    this.query = query;
    this.zones = zones;
    this.rows = rows;
  }

  /** As many tasks as the limit of the part if there are so many, even if others are deleted. */
  List<Task> next(TaskQuery part) {
    List<Task> tasks = new ArrayList<>();
    Position after = part.after();
    while (tasks.size() < part.limit()) {
      if (found.isEmpty() && hasMore) {
        search(after);
      }
      if (found.isEmpty()) {
        return tasks;
      }
      tasks.addAll(read(part.limit() - tasks.size()));
      after = tasks.isEmpty() ? after : Position.of(tasks.getLast(), query.sort());
    }
    return tasks;
  }

  private void search(Position after) {
    TaskCriteria by = query.criteria();
    int limit = query.limit() + 1;
    found.addAll(
        rows.search(
            query.listId(),
            Objects.requireNonNull(by.words()),
            query.filter().name(),
            by.tag(),
            by.priority() == null ? null : by.priority().name(),
            by.assignee(),
            by.earliest(),
            by.tooLate(),
            zones.names(),
            zones.times(),
            query.sort().name(),
            after.key(),
            after.createdAt(),
            after.id(),
            limit));
    hasMore = found.size() == limit;
  }

  private List<Task> read(int most) {
    List<UUID> ids = new ArrayList<>();
    while (ids.size() < most && !found.isEmpty()) {
      ids.add(found.remove());
    }
    Map<UUID, Task> tasks =
        rows.findAll(ids.stream().map(UUID::toString).collect(joining(","))).stream()
            .map(TaskRow::task)
            .collect(Collectors.toMap(Task::id, Function.identity()));
    return ids.stream().map(tasks::get).filter(Objects::nonNull).toList();
  }
}
