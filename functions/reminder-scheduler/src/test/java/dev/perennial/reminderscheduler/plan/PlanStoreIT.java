package dev.perennial.reminderscheduler.plan;

import static dev.perennial.reminders.Fixtures.BERLIN;
import static dev.perennial.reminders.Fixtures.before;
import static dev.perennial.reminders.Fixtures.due;
import static dev.perennial.reminders.Fixtures.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.reminders.Fixtures;
import dev.perennial.reminderscheduler.alarm.Alarm;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events of one task out of order and at the same time. */
class PlanStoreIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Database ONE = Database.open(POSTGRES.settings("reminder-scheduler"));
  private static final Database OTHER = Database.open(POSTGRES.settings("reminder-scheduler"));

  private final AtomicReference<Instant> alarm = new AtomicReference<>();
  private final Queue<Alarm> opened = new ConcurrentLinkedQueue<>();

  @AfterAll
  static void close() {
    ONE.close();
    OTHER.close();
  }

  @AfterEach
  void postpone_the_alarms() {
    opened.forEach(Alarm::close);
  }

  @BeforeEach
  void delete_all() {
    POSTGRES.execute(
        "UPDATE reminders.alarm SET set_to = NULL;"
            + " TRUNCATE reminders.reminders, reminders.people, reminders.tasks;"
            + " TRUNCATE reminders.notifications CASCADE");
  }

  @Test
  void the_newest_version_of_a_task_wins_whatever_the_order_of_its_events() {
    var id = UUID.randomUUID();
    var first = task(id, "ada").due(due("2026-03-02T10:00", BERLIN)).reminders(before("PT0S"));
    var second = first.version(2).due(due("2026-03-03T10:00", BERLIN));
    var plans = plans(ONE);

    List.of(second, first, second).forEach(task -> plans.apply(task.event(), false, NOW));

    assertThat(POSTGRES.column("SELECT instant AT TIME ZONE 'UTC' FROM reminders.reminders"))
        .containsExactly("2026-03-03 09:00:00");
    assertThat(alarm.get()).isEqualTo(Instant.parse("2026-03-03T09:00:00Z"));
  }

  @Test
  void concurrent_events_of_one_task_leave_the_newest_version() throws Exception {
    for (int round = 0; round < 20; round++) {
      var id = UUID.randomUUID();
      var first = task(id, "ada").due(due("2026-03-02T10:00", BERLIN)).reminders(before("PT0S"));
      var second = first.version(2).due(due("2026-03-03T10:00", BERLIN));

      concurrently(applying(ONE, first), applying(OTHER, second));

      assertThat(
              POSTGRES.column(
                  "SELECT instant AT TIME ZONE 'UTC' FROM reminders.reminders WHERE state ="
                      + " 'PLANNED'"
                      + " AND task_id = '%s'".formatted(id)))
          .containsExactly("2026-03-03 09:00:00");
    }
  }

  @Test
  void a_reminder_that_became_due_between_two_versions_of_one_group_is_still_sent() {
    var id = UUID.randomUUID();
    var due = task(id, "ada").due(due("2026-03-01T08:59", BERLIN)).reminders(before("PT0S"));
    var planned = new TaskChange(due.event(), false, NOW.minusSeconds(120));
    var changed = new TaskChange(due.version(2).event(), false, NOW.minusSeconds(30));

    plans(ONE).applyAll(List.of(changed, planned));

    assertThat(POSTGRES.column("SELECT state || ' ' || task_version FROM reminders.reminders"))
        .containsExactly("PLANNED 2");
  }

  @Test
  void a_group_plans_the_reminders_of_each_task_for_the_person_who_may_see_it() {
    var adas = task(UUID.randomUUID(), "ada").due(due("2026-03-02T10:00", BERLIN));
    var graces = task(UUID.randomUUID(), "grace").due(due("2026-03-02T11:00", BERLIN));
    var closed = task(UUID.randomUUID(), "ada").due(due("2026-03-02T12:00", BERLIN));

    plans(ONE)
        .applyAll(
            List.of(
                change(adas.reminders(before("PT0S"))),
                change(graces.reminders(before("PT0S"))),
                new TaskChange(closed.reminders(before("PT0S")).event(), true, NOW)));

    assertThat(POSTGRES.column("SELECT user_id FROM reminders.reminders ORDER BY user_id"))
        .containsExactly("ada", "grace");
    assertThat(alarm.get()).isEqualTo(Instant.parse("2026-03-02T09:00:00Z"));
  }

  @Test
  void two_instances_with_the_same_tasks_in_another_order_do_not_wait_for_each_other()
      throws Exception {
    for (int round = 0; round < 20; round++) {
      var tasks =
          Stream.generate(
                  () ->
                      task(UUID.randomUUID(), "user-" + UUID.randomUUID())
                          .due(due("2026-03-02T10:00", BERLIN))
                          .reminders(before("PT0S")))
              .limit(20)
              .toList();
      var first = tasks.stream().map(PlanStoreIT::change).toList();
      var second = tasks.reversed().stream().map(t -> change(t.version(2))).toList();

      concurrently(applyingAll(ONE, first), applyingAll(OTHER, second));

      assertThat(
              POSTGRES.column(
                  "SELECT DISTINCT version FROM reminders.tasks WHERE task_id IN ('%s')"
                      .formatted(
                          tasks.stream()
                              .map(task -> task.event().task().id().toString())
                              .collect(Collectors.joining("','")))))
          .containsExactly("2");
    }
  }

  private static TaskChange change(Fixtures.TaskFixture task) {
    return new TaskChange(task.event(), false, NOW);
  }

  private Callable<Void> applyingAll(Database database, List<TaskChange> changes) {
    return () -> {
      plans(database).applyAll(changes);
      return null;
    };
  }

  private Callable<Void> applying(Database database, Fixtures.TaskFixture task) {
    return () -> {
      plans(database).apply(task.event(), false, NOW);
      return null;
    };
  }

  @SafeVarargs
  private static void concurrently(Callable<Void>... all) throws Exception {
    AtOnce.all(List.of(all));
  }

  private PlanStore plans(Database database) {
    return new PlanStore(database, alarm(database), CLOCK);
  }

  private Alarm alarm(Database database) {
    var opening = new Alarm(database, alarm::set, CLOCK);
    opened.add(opening);
    return opening;
  }
}
