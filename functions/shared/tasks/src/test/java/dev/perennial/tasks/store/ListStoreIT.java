package dev.perennial.tasks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.events.EventType;
import dev.perennial.events.ListSnapshot.Role;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.edit.CreateTask;
import dev.perennial.tasks.list.TaskList;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Lists and their tasks on a real Postgres. */
class ListStoreIT {

  private static final Database DATABASE =
      Database.open(TestPostgres.shared().settings("task-api"));
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Outbox NOWHERE = _ -> NOON;

  private final String ada = "ada-" + UUID.randomUUID();
  private final String grace = "grace-" + UUID.randomUUID();
  private final Command command = Command.now(ada, null, NOON);
  private final ListStore lists = new ListStore(DATABASE, NOWHERE);
  private final TaskStore tasks = new TaskStore(DATABASE, NOWHERE);

  @AfterAll
  static void closeDatabase() {
    DATABASE.close();
  }

  @Test
  void a_task_is_read_as_stored() {
    var list = make();

    assertThat(lists.find(ada, list.id(), NOON)).contains(list);
    assertThat(lists.all(ada, NOON)).extracting(TaskList::name).containsExactly("Inbox", "Garden");
    assertThat(lists.find(grace, list.id(), NOON)).isEmpty();
  }

  @Test
  void a_list_of_5_000_tasks_is_deleted_in_batches_with_an_event_per_task() {
    var list = make();
    var first = create(list, null);
    TestPostgres.shared()
        .execute(
            """
            DO $$ BEGIN
              EXECUTE (
                SELECT format('INSERT INTO tasks.tasks (id, %%1$s) SELECT gen_random_uuid(), %%1$s FROM tasks.tasks,'
                  ' generate_series(2, 5000) WHERE id = %%2$L', string_agg(quote_ident(attname), ', '), '%s')
                FROM pg_attribute WHERE attrelid = 'tasks.tasks'::regclass AND attnum > 0 AND NOT attisdropped
                  AND attgenerated = '' AND attname <> 'id');
            END $$
            """
                .formatted(first.id()));
    var batches = new ArrayList<List<Outbox.Entry>>();
    var single = new ArrayList<Outbox.Entry>();

    new ListStore(DATABASE, recording(single, batches))
        .change(ada, list.id(), found -> found.delete(command));

    assertThat(single).extracting(Outbox.Entry::type).containsExactly(EventType.LIST_DELETED);
    assertThat(batches).hasSize(50).allSatisfy(batch -> assertThat(batch).hasSize(100));
    assertThat(batches.stream().flatMap(List::stream))
        .allSatisfy(
            entry -> {
              assertThat(entry.type()).isEqualTo(EventType.TASK_DELETED);
              assertThat(((TaskEvent) entry.payload()).reason())
                  .isEqualTo(TaskEvent.DeletionReason.LIST);
            })
        .extracting(Outbox.Entry::subject)
        .doesNotHaveDuplicates();
    assertThat(alive(list)).isZero();
  }

  @Test
  void a_failed_deletion_has_no_effect() {
    var list = make();
    var task = create(list, null);
    Outbox broken =
        _ -> {
          throw new IllegalStateException("the outbox is broken");
        };

    assertThatThrownBy(
            () ->
                new ListStore(DATABASE, broken)
                    .change(ada, list.id(), found -> found.delete(command)))
        .hasMessage("the outbox is broken");
    assertThat(lists.find(ada, list.id(), NOON)).contains(list);
    assertThat(tasks.find(ada, task.id())).contains(task);
  }

  @Test
  void a_task_created_while_its_list_is_deleted_does_not_survive_it() throws Exception {
    for (int round = 0; round < 20; round++) {
      var list = make();
      create(list, null);

      inParallel(
          () -> lists.change(ada, list.id(), found -> found.delete(command)),
          () -> attempt(() -> create(list, null)),
          () -> attempt(() -> create(list, null)));

      assertThat(alive(list)).isZero();
    }
  }

  @Test
  void a_task_assigned_while_the_member_is_removed_does_not_stay_assigned() throws Exception {
    for (int round = 0; round < 20; round++) {
      var made = make();
      lists.share(made.id(), grace, Role.EDITOR, _ -> {}, command);
      var list = lists.accept(made.id(), byGrace());
      create(list, grace);

      inParallel(
          () -> lists.change(grace, list.id(), found -> found.unshare(grace, byGrace())),
          () -> attempt(() -> create(list, grace)),
          () -> attempt(() -> create(list, grace)));

      assertThat(
              TestPostgres.shared()
                  .column(
                      "SELECT id FROM tasks.tasks WHERE assignee = '%s' AND list_id = '%s'"
                          .formatted(grace, list.id())))
          .isEmpty();
    }
  }

  @Test
  void an_invitation_accepted_while_it_is_withdrawn_or_its_list_deleted_is_one_of_both()
      throws Exception {
    for (int round = 0; round < 20; round++) {
      var list = make();
      lists.share(list.id(), grace, Role.EDITOR, _ -> {}, command);
      boolean isDeleted = round % 2 == 0;

      inParallel(
          () -> attemptToJoin(list.id()),
          () -> attemptToJoin(list.id()),
          () ->
              isDeleted
                  ? lists.change(ada, list.id(), found -> found.delete(command))
                  : lists.unshare(list.id(), grace, _ -> {}, command));

      assertThat(lists.invitationsTo(grace)).isEmpty();
      assertThat(lists.find(grace, list.id(), NOON)).isEmpty();
    }
  }

  private @Nullable Object attemptToJoin(UUID list) {
    try {
      return lists.accept(list, byGrace());
    } catch (RefusedCommand refused) {
      return refused.reason();
    }
  }

  private Command byGrace() {
    return Command.now(grace, null, NOON);
  }

  private TaskList make() {
    var created = TaskList.create(UUID.randomUUID(), "Garden", command);
    lists.create(created);
    return created.list();
  }

  private Task create(TaskList list, @Nullable String assignee) {
    var content =
        new Content(list.id(), "Weed", null, Priority.NONE, List.of(), null, null, assignee);
    return tasks.create(CreateTask.create(UUID.randomUUID(), new Draft(content, null), command));
  }

  private static @Nullable Object attempt(Callable<Task> work) throws Exception {
    try {
      return work.call();
    } catch (RefusedCommand refused) {
      return refused.reason();
    }
  }

  private static int alive(TaskList list) {
    return TestPostgres.shared()
        .column(
            "SELECT id FROM tasks.tasks WHERE deleted_at IS NULL AND list_id = '%s'"
                .formatted(list.id()))
        .size();
  }

  @SafeVarargs
  private static void inParallel(Callable<@Nullable Object>... works) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var result : threads.invokeAll(List.of(works))) {
        result.get();
      }
    }
  }

  private static Outbox recording(List<Outbox.Entry> single, List<List<Outbox.Entry>> batches) {
    return new Outbox() {
      @Override
      public Instant add(Entry event) {
        single.add(event);
        return NOON;
      }

      @Override
      public void addAll(List<Entry> events) {
        batches.add(events);
      }
    };
  }
}
