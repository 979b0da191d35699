package dev.perennial.reminderscheduler.plan;

import static dev.perennial.reminders.Fixtures.BERLIN;
import static dev.perennial.reminders.Fixtures.NOW;
import static dev.perennial.reminders.Fixtures.before;
import static dev.perennial.reminders.Fixtures.due;
import static dev.perennial.reminders.Fixtures.list;
import static dev.perennial.reminders.Fixtures.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.ListSnapshot;
import dev.perennial.reminders.Fixtures;
import dev.perennial.reminderscheduler.alarm.Alarm;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reminders of tasks in shared lists, for events of tasks and lists in any order. */
class SharedListsIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Database DATABASE = Database.open(POSTGRES.settings("reminder-scheduler"));

  private final Alarm alarm = new Alarm(DATABASE, _ -> {}, InstantSource.fixed(NOW));
  private final PlanStore plans = new PlanStore(DATABASE, alarm, InstantSource.fixed(NOW));
  private final UUID garden = UUID.randomUUID();

  /** Ada's list, and a task in it that Grace has to do. */
  private final Fixtures.TaskFixture task =
      task(UUID.randomUUID(), "ada")
          .in(garden)
          .due(due("2026-03-02T10:00", BERLIN))
          .reminders(before("PT1H"))
          .assignee("grace")
          .seenBy("ada", "grace");

  private final ListSnapshot shared = list(garden, 3, "ada", "grace");
  private final ListSnapshot unshared = list(garden, 4, "ada");
  private final ListSnapshot sharedAgain = list(garden, 5, "ada", "grace");

  @AfterEach
  void postpone_the_alarm() {
    alarm.close();
  }

  @BeforeEach
  void delete_all() {
    POSTGRES.execute("TRUNCATE reminders.reminders, reminders.tasks");
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void an_older_list_event_does_not_cancel_reminders_of_a_current_member() {
    apply(task, 0);

    apply(sharedAgain, 5);
    apply(unshared, 4);

    assertThat(states()).containsExactly("grace PLANNED");
  }

  @Test
  void a_person_who_becomes_a_member_again_is_reminded_again() {
    apply(task, 0);
    apply(unshared, 4);
    assertThat(states()).containsExactly("grace CANCELLED");

    apply(sharedAgain, 5);

    assertThat(states()).containsExactly("grace PLANNED");
  }

  @Test
  void a_reminder_that_came_due_while_its_person_was_no_member_is_not_sent_afterwards() {
    apply(task, 0);
    apply(unshared, 4);

    plans.apply(sharedAgain, Instant.parse("2026-03-02T08:30:00Z"));

    assertThat(states()).containsExactly("grace CANCELLED");
  }

  @Test
  void a_person_who_is_still_no_member_is_not_reminded_after_another_list_event() {
    apply(task, 0);
    apply(unshared, 4);

    apply(list(garden, 6, "ada", "linus"), 6);

    assertThat(states()).containsExactly("grace CANCELLED");
  }

  @Test
  void a_task_event_from_before_the_list_was_unshared_does_not_remind_a_former_member() {
    apply(shared, 3);
    apply(unshared, 4);

    apply(task.version(2), 1);

    assertThat(states()).isEmpty();
  }

  @Test
  void a_task_event_from_between_unsharing_and_sharing_reminds_a_current_member() {
    apply(task, 0);
    apply(unshared, 4);
    apply(sharedAgain, 6);

    apply(task.version(2).seenBy("ada"), 5);

    assertThat(states()).containsExactly("grace PLANNED");
  }

  @Test
  void the_audience_of_a_task_event_counts_before_the_event_of_unsharing_arrives() {
    apply(shared, 3);

    apply(task.version(2).seenBy("ada"), 5);
    assertThat(states()).isEmpty();
    apply(unshared, 4);

    assertThat(states()).isEmpty();
  }

  @Test
  void an_assignee_is_reminded_once_the_event_of_sharing_has_arrived_too() {
    apply(list(garden, 2, "ada", "linus"), 2);

    apply(task, 4);
    assertThat(states()).isEmpty();
    apply(shared, 3);

    assertThat(states()).containsExactly("grace PLANNED");
  }

  @Test
  void concurrent_events_of_a_task_and_of_unsharing_do_not_remind_a_former_member()
      throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 30; round++) {
        delete_all();
        POSTGRES.execute("TRUNCATE reminders.lists");

        for (var done :
            threads.invokeAll(
                List.of(applying(() -> apply(task, 1)), applying(() -> apply(unshared, 4))))) {
          done.get();
        }

        assertThat(states()).doesNotContain("grace PLANNED");
      }
    }
  }

  @Test
  void every_order_of_the_same_events_has_the_same_result() {
    var events =
        List.<Runnable>of(
            () -> apply(task, 1),
            () -> apply(shared, 3),
            () -> apply(unshared, 4),
            () -> apply(sharedAgain, 5));
    for (int order = 0; order < 24; order++) {
      delete_all();
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

  private static Callable<Void> applying(Runnable events) {
    return () -> {
      events.run();
      return null;
    };
  }

  private void apply(Fixtures.TaskFixture event, int minute) {
    plans.apply(event.event(), false, NOW.plusSeconds(60L * minute));
  }

  private void apply(ListSnapshot list, int minute) {
    plans.apply(list, NOW.plusSeconds(60L * minute));
  }

  private static List<String> states() {
    return POSTGRES.column("SELECT user_id || ' ' || state FROM reminders.reminders");
  }
}
