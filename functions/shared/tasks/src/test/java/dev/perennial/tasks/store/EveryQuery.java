package dev.perennial.tasks.store;

import static dev.perennial.tasks.Fixtures.DAILY;
import static dev.perennial.tasks.Fixtures.NOON;
import static dev.perennial.tasks.Fixtures.allDay;

import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.edit.CloseTask;
import dev.perennial.tasks.edit.CreateTask;
import dev.perennial.tasks.edit.UnassignTask;
import dev.perennial.tasks.list.Inbox;
import dev.perennial.tasks.store.invitation.InvitationQueries;
import dev.perennial.tasks.store.profile.ProfileQueries;
import dev.perennial.tasks.store.profile.ProfileStore;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Task;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every query of the repositories of the store and of {@code store.profile}, each reading or
 * writing rows of Ada.
 */
final class EveryQuery {

  /**
   * Two users who share nothing, and the data of Ada.
   *
   * @param empty a list of Ada without members
   * @param done a completed task
   * @param next its next occurrence, open
   */
  record World(String ada, String grace, UUID inbox, UUID empty, Task done, Task next) {

    UUID series() {
      return next.occurrence().series().id();
    }

    TaskRow changed() {
      return TaskRow.of(UnassignTask.unassign(next, Command.now(grace, null, NOON)).task());
    }

    ListRow renamed() {
      return new ListRow(inbox, ada, "Taken", true, 2, NOON, NOON, null);
    }
  }

  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final ListRows lists;
  private final MemberRows members;
  private final TaskRows tasks;
  private final FoundTaskRows found;
  private final ReminderStateRows reminders;
  private final Map<String, Function<World, @Nullable Object>> queries = new TreeMap<>();

  EveryQuery(Database database) {
    this.database = database;
    this.lists = database.repository(ListRows.class);
    this.members = database.repository(MemberRows.class);
    this.tasks = database.repository(TaskRows.class);
    this.found = database.repository(FoundTaskRows.class);
    this.reminders = database.repository(ReminderStateRows.class);
    addLists();
    addMembers();
    addTasks();
    addFoundTasks();
    addReminders();
    new InvitationQueries(database)
        .all()
        .forEach((name, query) -> add(name, world -> query.apply(world.ada, world.inbox)));
    new ProfileQueries(database)
        .all()
        .forEach((name, query) -> add(name, world -> query.apply(world.ada)));
  }

  Set<String> names() {
    return queries.keySet();
  }

  @Nullable Object run(String name, World world) {
    return queries.get(name).apply(world);
  }

  /** Grace makes herself a member. */
  @Nullable Object intrude(UUID list, World world) {
    members.put(list, world.grace(), "OWNER", NOON);
    return null;
  }

  /**
   * @param query the query that is tested; Ada has no profile if it inserts one
   */
  World world(String query) {
    Outbox nowhere = _ -> NOON;
    var store = new TaskStore(database, nowhere);
    var ada = "ada-" + UUID.randomUUID();
    var grace = "grace-" + UUID.randomUUID();
    var command = Command.now(ada, null, NOON);
    var done = store.create(CreateTask.create(UUID.randomUUID(), draft(ada), command));
    store.change(ada, done.id(), task -> CloseTask.complete(task, ZoneOffset.UTC, command));
    store.createNext(ada, done.id(), command);
    store.create(
        CreateTask.create(UUID.randomUUID(), draft(grace), Command.now(grace, null, NOON)));
    if (!query.equals("ProfileRows.insert")) {
      new ProfileStore(database, nowhere).get(ada, NOON);
    }
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO reminders.reminders (id, task_id, key, user_id, task_version, instant, fires_at, state, changed_at)
            VALUES (gen_random_uuid(), '%1$s', 'before PT15M', '%2$s', 1, now(), now(), 'PLANNED', now());
            INSERT INTO tasks.email_confirmations VALUES ('%2$s', now(), 'hash', gen_random_uuid())
            """
                .formatted(done.id(), ada));
    TestPostgres.shared().execute(InvitationQueries.rows(ada, Inbox.idFor(ada)));
    var empty = UUID.randomUUID();
    return database.inTransaction(
        ada,
        () -> {
          lists.insert(empty, ada, "Garden", false, NOON);
          var next = tasks.lockNext(done.id()).map(TaskRow::task).orElseThrow();
          return new World(ada, grace, Inbox.idFor(ada), empty, done, next);
        });
  }

  private static Draft draft(String user) {
    var content =
        new Content(
            Inbox.idFor(user),
            "Water the ferns",
            null,
            Priority.NONE,
            List.of(),
            allDay("2026-03-01"),
            null,
            user);
    return new Draft(content, DAILY);
  }

  private void addLists() {
    add("ListRows.find", world -> lists.find(world.inbox));
    add("ListRows.lockShared", world -> lists.lockShared(world.inbox));
    write("ListRows.lock", world -> lists.lock(world.inbox));
    add("ListRows.own", world -> adas(lists.own(), world, ListRow::owner));
    add(
        "ListRows.insert",
        world -> lists.insert(UUID.randomUUID(), world.ada, "House", false, NOON));
    write("ListRows.update", world -> lists.update(world.renamed()));
  }

  private void addMembers() {
    add("MemberRows.of", world -> members.of(world.inbox));
    add("MemberRows.ofAll", world -> members.ofAll(List.of(world.inbox, world.empty)));
    add("MemberRows.lockShared", world -> members.lockShared(world.inbox, world.ada));
    add("MemberRows.lock", world -> members.lock(world.inbox, world.ada));
    add("MemberRows.lockOwn", world -> adas(members.lockOwn(), world, MemberRow::userId));
    write("MemberRows.reorder", world -> members.reorder(world.empty + "," + world.inbox));
    write(
        "MemberRows.insertOwner", world -> members.insertOwner(world.empty, world.ada, null, NOON));
    write("MemberRows.put", world -> members.put(world.inbox, world.grace, "VIEWER", NOON));
    write("MemberRows.remove", world -> members.remove(world.inbox, world.ada));
  }

  private void addTasks() {
    add("TaskRows.find", world -> tasks.find(world.done.id()));
    add("TaskRows.lock", world -> tasks.lock(world.done.id()));
    add("TaskRows.lockAll", world -> tasks.lockAll(world.done.id().toString()));
    add(
        "TaskRows.lockNextOrTaken",
        world -> tasks.lockNextOrTaken(world.done.id().toString(), world.next.id().toString()));
    add("TaskRows.lockNext", world -> tasks.lockNext(world.done.id()));
    add("TaskRows.lockOpen", world -> tasks.lockOpen(world.series()));
    add("TaskRows.lockOpenAndLast", world -> tasks.lockOpenAndLast(world.series()));
    add("TaskRows.lastOfSeries", world -> tasks.lastOfSeries(world.series()));
    add("TaskRows.seriesPage", world -> tasks.seriesPage(world.series(), Instant.EPOCH, FIRST, 9));
    add("TaskRows.page", world -> adas(tasks.page(null, Instant.EPOCH, FIRST, 9), world));
    add("TaskRows.openPage", world -> adas(tasks.openPage(null, Instant.EPOCH, FIRST, 9), world));
    add("TaskRows.completedPage", world -> tasks.completedPage(null, Instant.EPOCH, FIRST, 9));
    add("TaskRows.lockOfList", world -> tasks.lockOfList(world.inbox, 9));
    add("TaskRows.lockOfAssignee", world -> tasks.lockOfAssignee(world.inbox, world.ada, 9));
    write(
        "TaskRows.save",
        world -> {
          var command = Command.now(world.ada, null, NOON);
          tasks.save(
              TaskRow.of(CreateTask.create(UUID.randomUUID(), draft(world.ada), command).task()));
        });
    write(
        "TaskRows.saveAll",
        world -> {
          var command = Command.now(world.ada, null, NOON);
          tasks.saveAll(
              List.of(
                  TaskRow.of(
                      CreateTask.create(UUID.randomUUID(), draft(world.ada), command).task())));
        });
    write("TaskRows.update", world -> tasks.update(world.changed()));
    write("TaskRows.updateAll", world -> tasks.updateAll(List.of(world.changed())));
  }

  private void addFoundTasks() {
    add("FoundTaskRows.findAll", world -> found.findAll(world.next.id().toString()));
    add(
        "FoundTaskRows.search",
        world ->
            found.search(
                world.inbox,
                "water ferns",
                "ALL",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "CREATED",
                "",
                Instant.EPOCH,
                FIRST,
                9));
    add("FoundTaskRows.dueZones", world -> found.dueZones(world.inbox));
    add(
        "FoundTaskRows.openByCreation",
        world ->
            adas(
                found.openByCreation(
                    null, null, null, null, null, null, null, null, Instant.EPOCH, FIRST, 9),
                world));
    add(
        "FoundTaskRows.anyByCreation",
        world ->
            adas(
                found.anyByCreation(
                    null, null, null, null, null, null, null, null, false, Instant.EPOCH, FIRST, 9),
                world));
    add(
        "FoundTaskRows.openByDue",
        world ->
            adas(
                found.openByDue(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "-infinity",
                    Instant.EPOCH,
                    FIRST,
                    9),
                world));
    add(
        "FoundTaskRows.anyByDue",
        world ->
            adas(
                found.anyByDue(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    false,
                    "-infinity",
                    Instant.EPOCH,
                    FIRST,
                    9),
                world));
    add(
        "FoundTaskRows.openByPriority",
        world ->
            adas(
                found.openByPriority(
                    null, null, null, null, null, null, null, null, "0", Instant.EPOCH, FIRST, 9),
                world));
    add(
        "FoundTaskRows.anyByPriority",
        world ->
            adas(
                found.anyByPriority(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    false,
                    "0",
                    Instant.EPOCH,
                    FIRST,
                    9),
                world));
  }

  private void addReminders() {
    add("ReminderStateRows.of", world -> reminders.of(world.done.id()));
  }

  private void add(String name, Function<World, @Nullable Object> query) {
    queries.put(name, query);
  }

  private void write(String name, Consumer<World> query) {
    add(
        name,
        world -> {
          query.accept(world);
          return null;
        });
  }

  private static List<TaskRow> adas(List<TaskRow> rows, World world) {
    return adas(rows, world, TaskRow::owner);
  }

  /** Other users see their own rows. */
  private static <T> List<T> adas(List<T> rows, World world, Function<T, String> owner) {
    return rows.stream().filter(row -> owner.apply(row).equals(world.ada)).toList();
  }
}
