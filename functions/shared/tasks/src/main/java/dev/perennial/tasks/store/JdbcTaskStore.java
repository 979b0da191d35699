package dev.perennial.tasks.store;

import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.Outcome;
import dev.perennial.tasks.RefusedAct;
import dev.perennial.tasks.ReminderState;
import dev.perennial.tasks.Task;
import io.micronaut.data.exceptions.DataAccessException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tasks in Postgres. The lock of a task's row makes its changes happen one after the other.
 */
public final class JdbcTaskStore implements TaskStore {

  private final Database database;
  private final TaskFacts facts;
  private final TaskRows tasks;
  private final Members members;
  private final ReminderStateRows reminders;

  public JdbcTaskStore(Database database, Outbox outbox) {
    this.database = database;
    this.facts = new TaskFacts(outbox);
    this.tasks = database.repository(TaskRows.class);
    this.members = new Members(database);
    this.reminders = database.repository(ReminderStateRows.class);
  }

  @Override
  public Optional<Task> find(String user, UUID id) {
    return database.inTransaction(
        user, () -> tasks.find(id).map(TaskRow::task).filter(JdbcTaskStore::isThere));
  }

  @Override
  public List<ReminderState> reminders(String user, UUID id) {
    return database.inTransaction(
        user, () -> reminders.of(id).stream().map(ReminderStateRow::reminder).toList());
  }

  @Override
  public List<Task> page(String user, TaskQuery query) {
    return database.inTransaction(user, () -> pageRows(query).stream().map(TaskRow::task).toList());
  }

  private List<TaskRow> pageRows(TaskQuery query) {
    TaskQuery.Position after = query.after();
    if (query.seriesId() != null) {
      return tasks.seriesPage(query.seriesId(), after.createdAt(), after.id(), query.limit());
    }
    return switch (query.filter()) {
      case OPEN -> tasks.openPage(query.listId(), after.createdAt(), after.id(), query.limit());
      case COMPLETED ->
          tasks.completedPage(query.listId(), after.createdAt(), after.id(), query.limit());
      case ALL -> tasks.page(query.listId(), after.createdAt(), after.id(), query.limit());
    };
  }

  @Override
  public Optional<SeriesStanding> series(String user, UUID seriesId) {
    return database.inTransaction(
        user, () -> tasks.lastOfSeries(seriesId).map(TaskRow::task).map(this::standing));
  }

  private SeriesStanding standing(Task last) {
    Task open =
        Optional.ofNullable(last.occurrence())
            .flatMap(turn -> tasks.lockOpen(turn.series().id()))
            .map(TaskRow::task)
            .orElse(null);
    // One that was made and is not here any more has begun a series of its own, or was deleted.
    boolean goesOn =
        open != null || (last.nextOccurrence().isPresent() && lockNext(last).isEmpty());
    return new SeriesStanding(last, open, goesOn);
  }

  @Override
  public Optional<Task> openOccurrence(String user, UUID seriesId) {
    return database.inTransaction(user, () -> tasks.lockOpen(seriesId).map(TaskRow::task));
  }

  @Override
  public Task create(Outcome created) {
    Task task = created.task();
    String user = task.origin().createdBy();
    return database.inTransaction(
        user,
        () -> {
          Task owned = task.ownedBy(members.ownerOf(listOf(task), user, task.updatedAt()));
          Map<String, Role> roles = members.of(listOf(task));
          requireEditor(user, roles);
          requireMember(owned);
          insert(owned);
          facts.publish(created, owned.owner(), roles.keySet());
          return owned;
        });
  }

  @Override
  public Optional<Outcome> change(String user, UUID id, Function<Task, Outcome> change) {
    return database.inTransaction(
        user,
        () ->
            tasks
                .lock(id)
                .map(TaskRow::task)
                .filter(JdbcTaskStore::isThere)
                .map(before -> changed(user, before, change)));
  }

  private Outcome changed(String user, Task before, Function<Task, Outcome> change) {
    Map<String, Role> roles = members.of(listOf(before));
    requireEditor(user, roles);
    Outcome outcome = change.apply(before);
    Task after = outcome.task();
    if (after.equals(before)) {
      return outcome;
    }
    Set<String> audience = new LinkedHashSet<>(roles.keySet());
    if (!listOf(after).equals(listOf(before))) {
      after = after.ownedBy(members.ownerOf(listOf(after), user, after.updatedAt()));
      roles = members.of(listOf(after));
      requireEditor(user, roles);
      // Whose list it has left must hear of it too.
      audience.addAll(roles.keySet());
    }
    if (isGivenAnew(before, after)) {
      requireMember(after);
    }
    tasks.update(TaskRow.of(after));
    outcome.others().forEach(other -> tasks.update(TaskRow.of(other)));
    facts.publish(outcome, after.owner(), audience);
    return new Outcome(after, outcome.others(), outcome.facts());
  }

  @Override
  public Optional<Task> lockNext(Task task) {
    return task.occurrence() == null
        ? Optional.empty()
        : tasks.lockNext(task.id()).map(TaskRow::task);
  }

  @Override
  public List<Task> lockSeries(Task task) {
    return task.occurrence() == null
        ? List.of()
        : standing(task.occurrence().series().id()).stream()
            .map(TaskRow::task)
            .filter(one -> one.isOpen() || lockNext(one).isEmpty())
            .toList();
  }

  private List<TaskRow> standing(UUID seriesId) {
    List<TaskRow> found = List.of();
    List<TaskRow> again = tasks.lockStanding(seriesId);
    // What was the last one has let its next be made before it was locked.
    while (!again.isEmpty() && (found.isEmpty() || !isLast(again.getLast(), found))) {
      found = again;
      again = tasks.lockStanding(seriesId);
    }
    return again;
  }

  private static boolean isLast(TaskRow row, List<TaskRow> of) {
    return of.getLast().id().equals(row.id());
  }

  @Override
  public NextResult makeNext(String user, UUID id, Act act) {
    // Locked, the task cannot be reopened between this look at it and the insert, and others who
    // ask wait their turn.
    return database.inTransaction(
        user,
        () ->
            tasks
                .lock(id)
                .map(TaskRow::task)
                .map(task -> makeNext(task, act))
                .orElse(NextResult.TASK_UNKNOWN));
  }

  private NextResult makeNext(Task task, Act act) {
    if (task.isOpen()) {
      return NextResult.TASK_OPEN;
    }
    Optional<Occurrence> next = task.nextOccurrence();
    if (next.isEmpty()) {
      return NextResult.NO_NEXT;
    }
    if (lockNext(task).isPresent()) {
      return NextResult.MADE_BEFORE;
    }
    Task takenBack = tasks.lock(next.get().taskId()).map(TaskRow::task).orElse(null);
    if (takenBack != null && isThere(takenBack)) {
      // Of another one that was closed twice in the meantime: the key is the same, so is the task.
      return NextResult.MADE_BEFORE;
    }
    keepNext(task, next.get(), takenBack, act);
    return NextResult.MADE;
  }

  private void keepNext(Task task, Occurrence next, @Nullable Task takenBack, Act act) {
    Set<String> audience = members.of(listOf(task)).keySet();
    Outcome made = task.makeNext(next, takenBack, audience, act);
    TaskRow row = TaskRow.of(made.task());
    if (takenBack == null) {
      tasks.save(row);
    } else {
      tasks.update(row);
    }
    facts.publish(made, task.owner(), audience);
  }

  private void insert(Task task) {
    try {
      tasks.save(TaskRow.of(task));
    } catch (DataAccessException fault) {
      if (!DatabaseFault.isDuplicateKey(fault)) {
        throw fault;
      }
      // Whoever's it is: who cannot see it learns no more than that the id is no good.
      throw new RefusedAct(RefusedAct.Reason.ID_TAKEN, "there is a task " + task.id() + " already");
    }
  }

  private static void requireEditor(String user, Map<String, Role> roles) {
    Role role = roles.get(user);
    if (role == null || !role.isAtLeast(Role.EDITOR)) {
      throw new RefusedAct(
          RefusedAct.Reason.FORBIDDEN, "viewers of a list do not change its tasks");
    }
  }

  private static boolean isGivenAnew(Task before, Task after) {
    return !Objects.equals(before.content().assignee(), after.content().assignee())
        || !listOf(before).equals(listOf(after));
  }

  private void requireMember(Task task) {
    String assignee = task.content().assignee();
    if (assignee != null && !members.keep(listOf(task), assignee)) {
      throw new RefusedAct(
          RefusedAct.Reason.NO_SUCH_MEMBER, "must be a member of the list the task is in");
    }
  }

  private static UUID listOf(Task task) {
    return task.content().listId();
  }

  private static boolean isThere(Task task) {
    return task.deletion() == null;
  }
}
