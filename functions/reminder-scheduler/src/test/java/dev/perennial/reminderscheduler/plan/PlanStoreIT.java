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
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
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

  @AfterAll
  static void close() {
    ONE.close();
    OTHER.close();
  }

  @BeforeEach
  void delete_all() {
    POSTGRES.execute(
        "TRUNCATE reminders.reminders, reminders.people, reminders.tasks;"
            + " TRUNCATE reminders.notifications CASCADE;"
            + " UPDATE reminders.alarm SET set_to = NULL");
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

      together(applying(ONE, first), applying(OTHER, second));

      assertThat(
              POSTGRES.column(
                  "SELECT instant AT TIME ZONE 'UTC' FROM reminders.reminders WHERE state ="
                      + " 'PLANNED'"
                      + " AND task_id = '%s'".formatted(id)))
          .containsExactly("2026-03-03 09:00:00");
    }
  }

  private Callable<Void> applying(Database database, Fixtures.TaskFixture task) {
    return () -> {
      plans(database).apply(task.event(), false, NOW);
      return null;
    };
  }

  @SafeVarargs
  private static void together(Callable<Void>... all) throws Exception {
    AtOnce.all(List.of(all));
  }

  private PlanStore plans(Database database) {
    return new PlanStore(database, alarm(database), CLOCK);
  }

  private Alarm alarm(Database database) {
    return new Alarm(database, alarm::set, CLOCK);
  }
}
