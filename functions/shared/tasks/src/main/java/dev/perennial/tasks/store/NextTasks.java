package dev.perennial.tasks.store;

import static java.util.stream.Collectors.joining;

import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.edit.CreateTask;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.store.TaskStore.ClosedTask;
import dev.perennial.tasks.store.TaskStore.NextResult;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates the next occurrences of closed tasks, within an open transaction: as many statements for
 * all of them as for one.
 */
final class NextTasks {

  private final TaskRows tasks;
  private final Members members;
  private final TaskEventPublisher events;

  NextTasks(TaskRows tasks, Members members, TaskEventPublisher events) {
    this.tasks = tasks;
    this.members = members;
    this.events = events;
  }

  Map<UUID, NextResult> create(List<ClosedTask> closed) {
    var requests = new LinkedHashMap<UUID, ClosedTask>();
    closed.forEach(request -> requests.putIfAbsent(request.id(), request));
    var results = new HashMap<UUID, NextResult>();
    requests.keySet().forEach(id -> results.put(id, NextResult.TASK_UNKNOWN));
    List<Candidate> candidates = new ArrayList<>();
    for (TaskRow row : tasks.lockAll(ids(requests.keySet()))) {
      Task task = row.task();
      Occurrence next = task.isOpen() ? null : task.nextOccurrence().orElse(null);
      if (next == null) {
        results.put(task.id(), task.isOpen() ? NextResult.TASK_OPEN : NextResult.NO_NEXT);
      } else {
        candidates.add(new Candidate(task, next, requests.get(task.id())));
      }
    }
    if (!candidates.isEmpty()) {
      create(candidates, results);
    }
    return results;
  }

  private void create(List<Candidate> candidates, Map<UUID, NextResult> results) {
    candidates.forEach(one -> results.put(one.task.id(), NextResult.ALREADY_EXISTS));
    List<Candidate> missing = withoutNext(candidates);
    if (missing.isEmpty()) {
      return;
    }
    Map<UUID, Set<String>> audiences =
        members.ofAll(missing.stream().map(one -> one.task.content().listId()).distinct().toList());
    var changes = new Changes();
    for (Candidate one : missing) {
      Set<String> audience = audiences.getOrDefault(one.task.content().listId(), Set.of());
      changes.add(one, audience);
      results.put(one.task.id(), NextResult.CREATED);
    }
    changes.store();
  }

  /** Those whose next does not exist, each with the task that was taken back, if there is one. */
  private List<Candidate> withoutNext(List<Candidate> candidates) {
    List<TaskRow> found =
        tasks.lockNextOrTaken(
            ids(candidates.stream().map(one -> one.task.id()).toList()),
            ids(candidates.stream().map(one -> one.next.taskId()).toList()));
    Set<UUID> withNext =
        found.stream()
            .filter(row -> row.previousId() != null && !isTakenBack(row))
            .map(TaskRow::previousId)
            .collect(Collectors.toSet());
    Map<UUID, Task> byId = found.stream().collect(Collectors.toMap(TaskRow::id, TaskRow::task));
    var ids = new HashSet<UUID>();
    return candidates.stream()
        .filter(one -> !withNext.contains(one.task.id()))
        .map(one -> one.with(byId.get(one.next.taskId())))
        // Created by the closing of another occurrence: the same key gives the same task.
        .filter(one -> one.takenBack == null || !SeriesTasks.exists(one.takenBack))
        .filter(one -> ids.add(one.next.taskId()))
        .toList();
  }

  private static boolean isTakenBack(TaskRow row) {
    return row.deletion() == DeletionReason.REOPENED;
  }

  private static String ids(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).collect(joining(","));
  }

  /**
   * @param takenBack the task of the next occurrence, if it existed before; null if not
   */
  private record Candidate(
      Task task, Occurrence next, ClosedTask request, @Nullable Task takenBack) {

    Candidate(Task task, Occurrence next, ClosedTask request) {
      this(task, next, request, null);
    }

    Candidate with(@Nullable Task before) {
      return new Candidate(task, next, request, before);
    }
  }

  /** What is stored with one statement of each kind. */
  private final class Changes {

    private final List<TaskRow> created = new ArrayList<>();
    private final List<TaskRow> restored = new ArrayList<>();
    private final List<Outbox.Entry> emitted = new ArrayList<>();

    void add(Candidate one, Set<String> audience) {
      TaskResult result =
          CreateTask.createNext(one.task, one.next, one.takenBack, audience, one.request.command());
      (one.takenBack == null ? created : restored).add(TaskRow.of(result.task()));
      result
          .events()
          .forEach(
              event ->
                  emitted.add(
                      TaskEventPublisher.entry(
                          event, one.task.owner(), audience, one.request.traceparent())));
    }

    void store() {
      if (!created.isEmpty()) {
        tasks.saveAll(created);
      }
      if (!restored.isEmpty()) {
        tasks.updateAll(restored);
      }
      events.publish(emitted);
    }
  }
}
