package dev.perennial.tasks.store;

import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.runtime.Trace;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.task.ReminderState;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskBuilder;
import dev.perennial.tasks.task.TaskResult;
import io.micronaut.data.exceptions.DataAccessException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stores tasks in Postgres. Every query runs as a user: row-level security hides the tasks of lists
 * that the user is not a member of. Deleted tasks are not found. The events of a change are written
 * to the outbox in the transaction that stores it. Changes of one task are serialized by the lock
 * of its row.
 */
public final class TaskStore {

  /** The outcome of {@link #createNext}. */
  public enum NextResult {
    CREATED,
    ALREADY_EXISTS,
    /** The task does not recur, or its series has ended. */
    NO_NEXT,
    TASK_OPEN,
    TASK_UNKNOWN
  }

  /**
   * The result of a change, and the next occurrence as it was when the change was made.
   *
   * @param next deleted or not; null if it has not been created
   */
  public record ChangeWithNext(TaskResult result, @Nullable Task next) {}

  private final Database database;
  private final TaskEventPublisher events;
  private final TaskRows tasks;
  private final TaskReader reader;
  private final SeriesTasks series;
  private final NextTasks nextTasks;
  private final Members members;
  private final ReminderStateRows reminders;

  public TaskStore(Database database, Outbox outbox) {
    this.database = database;
    this.events = new TaskEventPublisher(outbox);
    this.tasks = database.repository(TaskRows.class);
    this.reader = new TaskReader(database);
    this.members = new Members(database);
    this.series = new SeriesTasks(tasks);
    this.nextTasks = new NextTasks(tasks, members, events);
    this.reminders = database.repository(ReminderStateRows.class);
  }

  public Optional<Task> find(String user, UUID id) {
    return database.inTransaction(
        user, () -> tasks.find(id).map(TaskRow::task).filter(SeriesTasks::exists));
  }

  /**
   * The states of the user's reminders of the task, by instant; empty if the task is not visible.
   */
  public List<ReminderState> reminders(String user, UUID id) {
    return database.inTransaction(
        user, () -> reminders.of(id).stream().map(ReminderStateRow::reminder).toList());
  }

  /** Returns the user's tasks after a position, in the order of the query. */
  public TaskPage page(String user, TaskQuery query) {
    return database.inTransaction(user, () -> reader.page(query));
  }

  /** The status of a series; empty if the user sees none of its occurrences. */
  public Optional<SeriesStatus> series(String user, UUID seriesId) {
    return database.inTransaction(user, () -> series.status(seriesId));
  }

  /** The open occurrence of a series; empty if the user sees none. */
  public Optional<Task> openOccurrence(String user, UUID seriesId) {
    return database.inTransaction(user, () -> tasks.lockOpen(seriesId).map(TaskRow::task));
  }

  /**
   * Stores a new task. The inbox is created on first use.
   *
   * @return the task as stored, with the owner of its list
   * @throws RefusedCommand if the user may not write to the list, the assignee is not a member of
   *     it, or the id is taken
   */
  public Task create(TaskResult created) {
    Task task = created.task();
    String user = task.origin().createdBy();
    return database.inTransaction(
        user,
        () -> {
          Task owned = ownedByListOwner(task, user);
          Map<String, Role> roles = editableBy(user, task);
          requireMember(owned);
          insert(owned);
          events.publish(created, owned.owner(), roles.keySet());
          return owned;
        });
  }

  /**
   * Loads the task, applies the change and stores its result, in one transaction. If the change
   * throws, nothing is stored.
   *
   * @return empty if the user sees no such task
   * @throws RefusedCommand if the user may not write to the task's list or to the list it would
   *     move to, or the assignee is not a member of the latter
   */
  public Optional<TaskResult> change(String user, UUID id, Function<Task, TaskResult> change) {
    return database.inTransaction(
        user,
        () ->
            lock(id)
                .map(
                    before -> {
                      Map<String, Role> roles = editableBy(user, before);
                      return store(user, before, roles, change.apply(before));
                    }));
  }

  /**
   * As {@link #change}, of a task that is deleted or not. A task of a deleted list is not found.
   *
   * @param change of the task and the members of its list
   */
  public Optional<TaskResult> restore(
      String user, UUID id, BiFunction<Task, Set<String>, TaskResult> change) {
    return database.inTransaction(
        user,
        () ->
            tasks
                .find(id)
                // First the list, as its deletion does. Its members stay when it is deleted.
                .filter(row -> members.lockIfExists(row.listId()))
                .flatMap(_ -> tasks.lock(id))
                .map(TaskRow::task)
                .map(
                    before -> {
                      Map<String, Role> roles = editableBy(user, before);
                      return store(user, before, roles, change.apply(before, roles.keySet()));
                    }));
  }

  /**
   * As {@link #change}, for changes that need the next occurrence.
   *
   * @param change of the task and the task that its closing created, deleted or not; that is null
   *     if none was created or it was taken back. It is locked until the change is stored.
   */
  public Optional<ChangeWithNext> changeWithNext(
      String user, UUID id, BiFunction<Task, @Nullable Task, TaskResult> change) {
    return database.inTransaction(
        user,
        () ->
            lock(id)
                .map(
                    before -> {
                      Map<String, Role> roles = editableBy(user, before);
                      Task next = series.lockNext(before).orElse(null);
                      TaskResult result = store(user, before, roles, change.apply(before, next));
                      return new ChangeWithNext(result, next);
                    }));
  }

  /**
   * As {@link #change}, for changes that need the series.
   *
   * @param change of the task and, in the order of their numbers, the open occurrences and the last
   *     one, deleted or not, if its next has not been created. They are locked until the change is
   *     stored, and no next occurrence is created meanwhile.
   */
  public Optional<TaskResult> changeWithSeries(
      String user, UUID id, BiFunction<Task, List<Task>, TaskResult> change) {
    return change(user, id, task -> change.apply(task, series.lockActive(task)));
  }

  private Optional<Task> lock(UUID id) {
    return tasks.lock(id).map(TaskRow::task).filter(SeriesTasks::exists);
  }

  /** Returns the members' roles in the task's list. The user's role must permit edits. */
  private Map<String, Role> editableBy(String user, Task task) {
    Map<String, Role> roles = members.of(listOf(task));
    requireEditor(user, roles);
    return roles;
  }

  private TaskResult store(
      String user, Task before, Map<String, Role> rolesBefore, TaskResult result) {
    Task after = result.task();
    if (after.equals(before)) {
      return result;
    }
    Set<String> audience = new LinkedHashSet<>(rolesBefore.keySet());
    if (!listOf(after).equals(listOf(before))) {
      after = ownedByListOwner(after, user);
      // The members of the old list are notified that the task has left it.
      audience.addAll(editableBy(user, after).keySet());
    }
    if (isAssignmentNew(before, after)) {
      requireMember(after);
    }
    tasks.update(TaskRow.of(after));
    result.others().forEach(other -> tasks.update(TaskRow.of(other)));
    events.publish(result, after.owner(), audience);
    return new TaskResult(after, result.others(), result.events());
  }

  /**
   * A closed task whose next occurrence is to be created.
   *
   * @param traceparent the trace of the events that are emitted
   */
  public record ClosedTask(UUID id, Command command, String traceparent) {}

  /**
   * Creates the next occurrence of a closed task exactly once, for any number of concurrent or
   * repeated calls. None is created if the task has been reopened, or was deleted together with its
   * following occurrences.
   */
  public NextResult createNext(String user, UUID id, Command command) {
    return createNext(user, List.of(new ClosedTask(id, command, Trace.current())))
        .getOrDefault(id, NextResult.TASK_UNKNOWN);
  }

  /**
   * As {@link #createNext(String, UUID, Command)} for each of these tasks, with the same number of
   * statements as for one. If a task is named twice, the first command counts.
   *
   * @return the results by the ids of the tasks
   */
  public Map<UUID, NextResult> createNext(String user, List<ClosedTask> closed) {
    // The locks keep the tasks from being reopened before the insert, and serialize callers.
    return database.inTransaction(user, () -> nextTasks.create(closed));
  }

  private Task ownedByListOwner(Task task, String user) {
    String owner = members.ownerOf(listOf(task), user, task.updatedAt());
    return new TaskBuilder(task).owner(owner).build();
  }

  private void insert(Task task) {
    try {
      tasks.save(TaskRow.of(task));
    } catch (DataAccessException fault) {
      if (!DatabaseFault.isDuplicateKey(fault)) {
        throw fault;
      }
      // The message is the same for every owner of the other task, so that it does not reveal the
      // owner.
      throw new RefusedCommand(
          RefusedCommand.Reason.ID_TAKEN, "a task with the id " + task.id() + " exists already");
    }
  }

  private static void requireEditor(String user, Map<String, Role> roles) {
    Role role = roles.get(user);
    if (role == null || !role.isAtLeast(Role.EDITOR)) {
      throw new RefusedCommand(
          RefusedCommand.Reason.FORBIDDEN, "viewers of a list may not change its tasks");
    }
  }

  private static boolean isAssignmentNew(Task before, Task after) {
    return !Objects.equals(before.content().assignee(), after.content().assignee())
        || !listOf(before).equals(listOf(after));
  }

  private void requireMember(Task task) {
    String assignee = task.content().assignee();
    if (assignee != null && !members.lockIfMember(listOf(task), assignee)) {
      throw new RefusedCommand(
          RefusedCommand.Reason.NO_SUCH_MEMBER, "must be a member of the task's list");
    }
  }

  private static UUID listOf(Task task) {
    return task.content().listId();
  }
}
