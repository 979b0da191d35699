package dev.perennial.reminders.store;

import static dev.perennial.reminders.Fixtures.BERLIN;
import static dev.perennial.reminders.Fixtures.NOW;
import static dev.perennial.reminders.Fixtures.before;
import static dev.perennial.reminders.Fixtures.due;
import static dev.perennial.reminders.Fixtures.list;
import static dev.perennial.reminders.Fixtures.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.ListSnapshot;
import dev.perennial.reminders.Fixtures;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is reminded of tasks in lists that are shared, in whichever order that is heard of. */
class ListsOfRemindersIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Database DATABASE = Database.open(POSTGRES.settings("reminder-scheduler"));

  private final PlanStore plans =
      new JdbcPlanStore(
          DATABASE,
          new JdbcAlarm(DATABASE, _ -> {}, InstantSource.fixed(NOW)),
          InstantSource.fixed(NOW));
  private final UUID garden = UUID.randomUUID();

  /** Ada's list, and a task in it that Grace has to do. */
  private final Fixtures.Told task =
      task(UUID.randomUUID(), "ada")
          .in(garden)
          .due(due("2026-03-02T10:00", BERLIN))
          .reminders(before("PT1H"))
          .assignee("grace")
          .seenBy("ada", "grace");

  private final ListSnapshot shared = list(garden, 3, "ada", "grace");
  private final ListSnapshot unshared = list(garden, 4, "ada");
  private final ListSnapshot sharedAgain = list(garden, 5, "ada", "grace");

  @BeforeEach
  void nothing_is_planned() {
    POSTGRES.execute("TRUNCATE reminders.reminders, reminders.tasks");
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void an_older_event_of_the_list_takes_nothing_from_who_may_see_it_again() {
    hear(task, 0);

    hear(sharedAgain, 5);
    hear(unshared, 4);

    assertThat(states()).containsExactly("grace PLANNED");
  }

  @Test
  void who_may_see_the_list_again_has_their_reminders_again() {
    hear(task, 0);
    hear(unshared, 4);
    assertThat(states()).containsExactly("grace CANCELLED");

    hear(sharedAgain, 5);

    assertThat(states()).containsExactly("grace PLANNED");
  }

  @Test
  void what_came_due_while_the_list_could_not_be_seen_is_not_told_afterwards() {
    hear(task, 0);
    hear(unshared, 4);

    plans.hear(sharedAgain, Instant.parse("2026-03-02T08:30:00Z"));

    assertThat(states()).containsExactly("grace CANCELLED");
  }

  @Test
  void a_list_is_given_back_to_nobody_who_may_not_see_it() {
    hear(task, 0);
    hear(unshared, 4);

    hear(list(garden, 6, "ada", "linus"), 6);

    assertThat(states()).containsExactly("grace CANCELLED");
  }

  @Test
  void a_task_s_event_from_before_the_list_was_unshared_reminds_nobody_who_may_not_see_it() {
    hear(shared, 3);
    hear(unshared, 4);

    hear(task.version(2), 1);

    assertThat(states()).isEmpty();
  }

  @Test
  void a_task_s_event_from_between_reminds_who_may_see_the_list_again() {
    hear(task, 0);
    hear(unshared, 4);
    hear(sharedAgain, 6);

    hear(task.version(2).seenBy("ada"), 5);

    assertThat(states()).containsExactly("grace PLANNED");
  }

  @Test
  void a_task_s_event_from_after_the_list_was_unshared_counts_though_that_is_not_heard_of_yet() {
    hear(shared, 3);

    hear(task.version(2).seenBy("ada"), 5);
    assertThat(states()).isEmpty();
    hear(unshared, 4);

    assertThat(states()).isEmpty();
  }

  @Test
  void whoever_is_given_a_task_is_reminded_when_the_list_s_sharing_is_heard_of_too() {
    hear(list(garden, 2, "ada", "linus"), 2);

    hear(task, 4);
    assertThat(states()).isEmpty();
    hear(shared, 3);

    assertThat(states()).containsExactly("grace PLANNED");
  }

  @Test
  void a_task_and_the_end_of_the_sharing_at_once_remind_nobody_who_may_not_see_it()
      throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 30; round++) {
        nothing_is_planned();
        POSTGRES.execute("TRUNCATE reminders.lists");

        for (var done :
            threads.invokeAll(
                List.of(hearing(() -> hear(task, 1)), hearing(() -> hear(unshared, 4))))) {
          done.get();
        }

        assertThat(states()).doesNotContain("grace PLANNED");
      }
    }
  }

  @Test
  void every_order_of_the_same_events_ends_the_same() {
    var events =
        List.<Runnable>of(
            () -> hear(task, 1),
            () -> hear(shared, 3),
            () -> hear(unshared, 4),
            () -> hear(sharedAgain, 5));
    for (int order = 0; order < 24; order++) {
      nothing_is_planned();
      POSTGRES.execute("TRUNCATE reminders.lists");

      permutation(order).forEach(index -> events.get(index).run());

      assertThat(states()).as(permutation(order).toString()).containsExactly("grace PLANNED");
    }
  }

  private static List<Integer> permutation(int number) {
    var left = new java.util.ArrayList<>(IntStream.range(0, 4).boxed().toList());
    var order = new java.util.ArrayList<Integer>();
    for (int rest = number, size = 4; size > 0; rest /= size, size--) {
      order.add(left.remove(rest % size));
    }
    return order;
  }

  private static Callable<Void> hearing(Runnable events) {
    return () -> {
      events.run();
      return null;
    };
  }

  private void hear(Fixtures.Told told, int minute) {
    plans.hear(told.event(), false, NOW.plusSeconds(60L * minute));
  }

  private void hear(ListSnapshot list, int minute) {
    plans.hear(list, NOW.plusSeconds(60L * minute));
  }

  private static List<String> states() {
    return POSTGRES.column("SELECT user_id || ' ' || state FROM reminders.reminders");
  }
}
