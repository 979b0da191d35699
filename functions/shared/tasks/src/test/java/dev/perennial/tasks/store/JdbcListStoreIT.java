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
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Content;
import dev.perennial.tasks.Draft;
import dev.perennial.tasks.RefusedAct;
import dev.perennial.tasks.Task;
import dev.perennial.tasks.TaskList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Lists on a real Postgres, and what happens to their tasks with them. */
class JdbcListStoreIT {

  private static final Database DATABASE =
      Database.open(TestPostgres.shared().settings("task-api"));
  private static final Outbox NOWHERE = _ -> {};
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final String ada = "ada-" + UUID.randomUUID();
  private final String grace = "grace-" + UUID.randomUUID();
  private final Act act = Act.now(ada, null, NOON);
  private final ListStore lists = new JdbcListStore(DATABASE, NOWHERE);
  private final TaskStore tasks = new JdbcTaskStore(DATABASE, NOWHERE);

  @AfterAll
  static void closeDatabase() {
    DATABASE.close();
  }

  @Test
  void gives_back_what_it_was_given() {
    var list = make();

    assertThat(lists.find(ada, list.id(), NOON)).contains(list);
    assertThat(lists.all(ada, NOON)).extracting(TaskList::name).containsExactly("Inbox", "Garden");
    assertThat(lists.find(grace, list.id(), NOON)).isEmpty();
  }

  @Test
  void a_list_of_5_000_tasks_goes_in_batches_with_an_event_each() {
    var list = make();
    var first = create(list, null);
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO tasks.tasks SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()))).*
            FROM tasks.tasks t, generate_series(2, 5000) WHERE t.id = '%s'
            """
                .formatted(first.id()));
    var batches = new ArrayList<List<Outbox.Entry>>();
    var single = new ArrayList<Outbox.Entry>();

    new JdbcListStore(DATABASE, recording(single, batches))
        .change(ada, list.id(), found -> found.delete(act));

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
  void nothing_of_a_deletion_that_fails_is_kept() {
    var list = make();
    var task = create(list, null);
    Outbox broken =
        _ -> {
          throw new IllegalStateException("the outbox is broken");
        };

    assertThatThrownBy(
            () ->
                new JdbcListStore(DATABASE, broken)
                    .change(ada, list.id(), found -> found.delete(act)))
        .hasMessage("the outbox is broken");
    assertThat(lists.find(ada, list.id(), NOON)).contains(list);
    assertThat(tasks.find(ada, task.id())).contains(task);
  }

  @Test
  void no_task_is_left_in_a_list_however_it_is_made_while_the_list_goes() throws Exception {
    for (int round = 0; round < 20; round++) {
      var list = make();
      create(list, null);

      inParallel(
          () -> lists.change(ada, list.id(), found -> found.delete(act)),
          () -> attempt(() -> create(list, null)),
          () -> attempt(() -> create(list, null)));

      assertThat(alive(list)).isZero();
    }
  }

  @Test
  void no_task_is_left_with_who_has_gone_however_it_is_given_meanwhile() throws Exception {
    for (int round = 0; round < 20; round++) {
      var made = make();
      var list =
          lists.change(ada, made.id(), found -> found.share(grace, Role.EDITOR, act)).orElseThrow();
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

  private Act byGrace() {
    return Act.now(grace, null, NOON);
  }

  private TaskList make() {
    var created = TaskList.create(UUID.randomUUID(), "Garden", act);
    lists.create(created);
    return created.list();
  }

  private Task create(TaskList list, @Nullable String assignee) {
    var content =
        new Content(list.id(), "Weed", null, Priority.NONE, List.of(), null, null, assignee);
    return tasks.create(Task.create(UUID.randomUUID(), new Draft(content, null), act));
  }

  private static @Nullable Object attempt(Callable<Task> work) throws Exception {
    try {
      return work.call();
    } catch (RefusedAct refused) {
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
      public void add(Entry event) {
        single.add(event);
      }

      @Override
      public void addAll(List<Entry> events) {
        batches.add(events);
      }
    };
  }
}
