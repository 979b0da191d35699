package dev.perennial.reminderscheduler.alarm;

import static dev.perennial.reminders.Fixtures.BERLIN;
import static dev.perennial.reminders.Fixtures.before;
import static dev.perennial.reminders.Fixtures.due;
import static dev.perennial.reminders.Fixtures.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.reminders.Fixtures;
import dev.perennial.reminderscheduler.plan.PlanStore;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.Gate;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The alarm when several transactions and instances plan, cancel and set it at the same time. */
class ConcurrentAlarmIT {

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
  void is_never_set_later_than_the_earliest_committed_reminder() throws Exception {
    var isOver = new AtomicBoolean();
    var checks = new ArrayList<Callable<Void>>();
    var planners =
        IntStream.range(0, 6).<Callable<Void>>mapToObj(seed -> () -> plan(seed)).toList();
    checks.add(
        () -> {
          while (!isOver.get()) {
            checkTheAlarm();
          }
          return null;
        });
    checks.add(
        () -> {
          while (!isOver.get()) {
            alarm(OTHER).reset();
          }
          return null;
        });
    checks.add(
        () -> {
          try {
            AtOnce.all(planners);
          } finally {
            isOver.set(true);
          }
          return null;
        });

    AtOnce.all(checks);

    checkTheAlarm();
  }

  @Test
  void is_not_moved_past_a_reminder_that_another_transaction_has_planned_and_not_committed()
      throws Exception {
    var first = task(UUID.randomUUID(), "ada").due(due("2026-03-02T10:00", BERLIN));
    var second = task(UUID.randomUUID(), "grace").due(due("2026-03-02T11:00", BERLIN));
    plans(ONE).apply(first.reminders(before("PT0S")).event(), false, NOW);
    var planned = new Gate();
    Callable<Void> planning =
        () ->
            ONE.inTransaction(
                () -> {
                  plans(ONE).apply(second.reminders(before("PT0S")).event(), false, NOW);
                  planned.pass();
                  return null;
                });
    Callable<Void> cancelling =
        () -> {
          planned.awaitReached();
          plans(OTHER).apply(first.version(2).event(), true, NOW);
          return null;
        };
    try (var threads = Executors.newFixedThreadPool(2)) {
      var committed = threads.submit(planning);
      var cancelled = threads.submit(cancelling);
      await("the cancellation is done, or waits for the planning transaction")
          .until(() -> cancelled.isDone() || isAnyoneWaiting());
      planned.open();
      committed.get();
      cancelled.get();
    }

    await("the alarm is postponed")
        .untilAsserted(
            () -> assertThat(alarm.get()).isEqualTo(Instant.parse("2026-03-02T10:00:00Z")));
  }

  @Test
  void is_postponed_after_a_burst_of_cancellations_with_a_pool_of_one_connection()
      throws Exception {
    var tasks = new ArrayList<Fixtures.TaskFixture>();
    for (int minute = 10; minute < 30; minute++) {
      var task = task(UUID.randomUUID(), "ada").due(due("2026-03-02T10:" + minute, BERLIN));
      tasks.add(task.reminders(before("PT0S")));
      plans(ONE).apply(tasks.getLast().event(), false, NOW);
    }

    var one = POSTGRES.settings("reminder-scheduler", Map.of("DATABASE_POOL_SIZE", "1"));
    try (var narrow = Database.open(one);
        var postponed = new Alarm(narrow, alarm::set, CLOCK)) {
      var plans = new PlanStore(narrow, postponed, CLOCK);
      AtOnce.all(tasks.stream().map(task -> cancelling(plans, task)).toList());
    }

    assertThat(alarm.get()).isEqualTo(AlarmTime.of(null, NOW));
  }

  @Test
  void is_set_once_when_a_cancelled_reminder_is_followed_by_the_next_one() throws Exception {
    var first = task(UUID.randomUUID(), "ada").due(due("2026-03-02T10:00", BERLIN));
    var next = task(UUID.randomUUID(), "ada").due(due("2026-03-03T10:00", BERLIN));
    plans(ONE).apply(first.reminders(before("PT0S")).event(), false, NOW);
    var times = new ConcurrentLinkedQueue<Instant>();

    try (var recording = new Alarm(ONE, times::add, CLOCK)) {
      var plans = new PlanStore(ONE, recording, CLOCK);
      plans.apply(first.version(2).event(), true, NOW);
      plans.apply(next.reminders(before("PT0S")).event(), false, NOW);
    }

    assertThat(times).containsExactly(Instant.parse("2026-03-03T09:00:00Z"));
  }

  private static Callable<Void> cancelling(PlanStore plans, Fixtures.TaskFixture task) {
    return () -> {
      plans.apply(task.version(2).event(), true, NOW);
      return null;
    };
  }

  private static boolean isAnyoneWaiting() {
    return !POSTGRES
        .column("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        .isEmpty();
  }

  /** Plans, moves and cancels, each in a transaction of its own. */
  private Void plan(int seed) {
    var random = new Random(seed);
    var user = "user-" + seed;
    var plans = plans(seed % 2 == 0 ? ONE : OTHER);
    var ids = new ArrayList<UUID>();
    for (int version = 1; version <= 60; version++) {
      var isNew = ids.isEmpty() || random.nextInt(3) == 0;
      if (isNew) {
        ids.add(UUID.randomUUID());
      }
      var id = ids.get(random.nextInt(ids.size()));
      var local =
          "2026-03-%02dT%02d:%02d"
              .formatted(2 + random.nextInt(28), random.nextInt(24), random.nextInt(60));
      var task = task(id, user).version(version).due(due(local, BERLIN)).reminders(before("PT0S"));
      var isDeleted = random.nextInt(3) == 0;
      plans.apply(task.event(), isDeleted, NOW);
    }
    return null;
  }

  /**
   * No other transaction sets the clock while this one holds the row; all that shared it have
   * ended.
   */
  private void checkTheAlarm() {
    ONE.inTransaction(
        () -> {
          AlarmRows rows = ONE.repository(AlarmRows.class);
          rows.lock();
          rows.earliest()
              .ifPresent(
                  earliest ->
                      assertThat(alarm.get())
                          .isNotNull()
                          .isBeforeOrEqualTo(AlarmTime.wholeSecond(earliest)));
          return null;
        });
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
