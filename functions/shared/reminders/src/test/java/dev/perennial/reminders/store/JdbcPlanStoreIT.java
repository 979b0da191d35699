package dev.perennial.reminders.store;

import static dev.perennial.reminders.Fixtures.BERLIN;
import static dev.perennial.reminders.Fixtures.before;
import static dev.perennial.reminders.Fixtures.due;
import static dev.perennial.reminders.Fixtures.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.events.Notification.Reminded;
import dev.perennial.events.ReminderEvent;
import dev.perennial.reminders.AlarmTime;
import dev.perennial.reminders.Fixtures;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.Gate;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold when several instances plan and claim at once. */
class JdbcPlanStoreIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final CatchUpWindow WINDOW = new CatchUpWindow(Duration.ofDays(1));
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Database ONE = Database.open(POSTGRES.settings("reminder-scheduler"));
  private static final Database OTHER = Database.open(POSTGRES.settings("reminder-scheduler"));

  private final AtomicReference<Instant> alarm = new AtomicReference<>();
  private final List<ReminderEvent> told = new CopyOnWriteArrayList<>();
  private final Outbox outbox = entry -> told.add((ReminderEvent) entry.payload());

  @AfterAll
  static void close() {
    ONE.close();
    OTHER.close();
  }

  @BeforeEach
  void nothing_is_planned() {
    POSTGRES.execute(
        "TRUNCATE reminders.reminders, reminders.people, reminders.tasks;"
            + " TRUNCATE reminders.notifications CASCADE;"
            + " UPDATE reminders.alarm SET set_to = NULL");
  }

  @Test
  void two_who_claim_at_once_claim_each_reminder_once() throws Exception {
    planned(1_000, "alone");

    together(claiming(ONE), claiming(OTHER));

    assertThat(told.stream().flatMap(event -> event.notification().reminders().stream()))
        .extracting(Reminded::reminderId)
        .hasSize(1_000)
        .doesNotHaveDuplicates();
    assertThat(POSTGRES.column("SELECT DISTINCT state FROM reminders.reminders"))
        .containsExactly("DUE");
  }

  @Test
  void what_another_has_in_hand_is_not_waited_for() throws Exception {
    planned(10, "alone");
    try (var another = POSTGRES.owner();
        var statement = another.createStatement()) {
      another.setAutoCommit(false);
      statement.execute("SELECT FROM reminders.reminders ORDER BY id LIMIT 1 FOR UPDATE");

      claims(ONE).claimDue();

      assertThat(told).hasSize(9);
      another.rollback();
    }
    claims(ONE).claimDue();
    assertThat(told).hasSize(10);
  }

  @Test
  void no_transaction_hands_on_more_than_five_hundred() {
    planned(1_300, "alone");

    claims(ONE).claimDue();

    assertThat(POSTGRES.column("SELECT count(*) FROM reminders.notifications GROUP BY xmin"))
        .containsExactlyInAnyOrder("500", "500", "300");
  }

  /** The night in which clocks go forward over half past two, and the one that has it twice. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-03-27", "2026-10-23"})
  void a_local_day_has_exactly_one_digest_whatever_its_clocks_do(LocalDate first) {
    var begin = first.atTime(12, 0).atZone(BERLIN).toInstant();
    var now = new AtomicReference<>(begin);
    var alarm = new JdbcAlarm(ONE, _ -> {}, now::get);
    var claims = new JdbcClaimStore(ONE, outbox, now::get, WINDOW);
    var halfPastTwo = Fixtures.profile("ada", 1, BERLIN, null, null, null, LocalTime.of(2, 30));
    new JdbcPlanStore(ONE, alarm, now::get).hear(halfPastTwo, begin);

    for (int half = 1; half <= 2 * 24 * 4; half++) {
      now.set(begin.plus(Duration.ofMinutes(30L * half)));
      claims.claimDue();
    }

    assertThat(told)
        .extracting(event -> event.notification().date())
        .containsExactly(
            first.plusDays(1), first.plusDays(2), first.plusDays(3), first.plusDays(4));
    assertThat(told)
        .allSatisfy(
            event ->
                assertThat(event.notification().dueAt().atZone(BERLIN).toLocalDate())
                    .isEqualTo(event.notification().date()));
  }

  @Test
  void two_who_claim_at_once_do_not_part_what_quiet_hours_held() throws Exception {
    planned(1_500, "held");
    POSTGRES.execute(
        "UPDATE reminders.reminders SET instant = instant - interval '1 hour' * (1 + random())");

    together(claiming(ONE), claiming(OTHER));

    assertThat(told)
        .hasSize(300)
        .allSatisfy(event -> assertThat(event.notification().reminders()).hasSize(5));
  }

  @Test
  void a_crash_between_the_claim_and_its_commit_loses_nothing() {
    planned(20, "alone");
    Outbox killed =
        _ -> {
          throw new IllegalStateException("killed");
        };

    assertThatThrownBy(() -> new JdbcClaimStore(ONE, killed, CLOCK, WINDOW).claimDue())
        .hasStackTraceContaining("killed");
    claims(OTHER).claimDue();

    assertThat(told).hasSize(20);
  }

  @Test
  void the_alarm_is_never_set_later_than_the_earliest_that_is_committed() throws Exception {
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
            alarm(OTHER).wind();
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
  void nobody_sets_the_alarm_past_what_another_has_planned_and_not_committed_yet()
      throws Exception {
    var first = task(UUID.randomUUID(), "ada").due(due("2026-03-02T10:00", BERLIN));
    var second = task(UUID.randomUUID(), "grace").due(due("2026-03-02T11:00", BERLIN));
    plans(ONE).hear(first.reminders(before("PT0S")).event(), false, NOW);
    var planned = new Gate();
    Callable<Void> planning =
        () ->
            ONE.inTransaction(
                () -> {
                  plans(ONE).hear(second.reminders(before("PT0S")).event(), false, NOW);
                  planned.pass();
                  return null;
                });
    Callable<Void> cancelling =
        () -> {
          planned.awaitReached();
          plans(OTHER).hear(first.version(2).event(), true, NOW);
          return null;
        };
    try (var threads = Executors.newFixedThreadPool(2)) {
      var committed = threads.submit(planning);
      var cancelled = threads.submit(cancelling);
      await("it is done, or waits for who plans")
          .until(() -> cancelled.isDone() || isAnyoneWaiting());
      planned.open();
      committed.get();
      cancelled.get();
    }

    await("the alarm is put off")
        .untilAsserted(
            () -> assertThat(alarm.get()).isEqualTo(Instant.parse("2026-03-02T10:00:00Z")));
  }

  @Test
  void a_burst_of_cancellations_puts_the_alarm_off_though_there_is_one_connection_for_all()
      throws Exception {
    var tasks = new ArrayList<Fixtures.Told>();
    for (int minute = 10; minute < 30; minute++) {
      var told = task(UUID.randomUUID(), "ada").due(due("2026-03-02T10:" + minute, BERLIN));
      tasks.add(told.reminders(before("PT0S")));
      plans(ONE).hear(tasks.getLast().event(), false, NOW);
    }

    var one = POSTGRES.settings("reminder-scheduler", Map.of("DATABASE_POOL_SIZE", "1"));
    try (var narrow = Database.open(one);
        var putOff = new JdbcAlarm(narrow, alarm::set, CLOCK)) {
      var plans = new JdbcPlanStore(narrow, putOff, CLOCK);
      AtOnce.all(tasks.stream().map(told -> cancelling(plans, told)).toList());
    }

    assertThat(alarm.get()).isEqualTo(AlarmTime.of(null, NOW));
  }

  private static Callable<Void> cancelling(PlanStore plans, Fixtures.Told told) {
    return () -> {
      plans.hear(told.version(2).event(), true, NOW);
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
      var told = task(id, user).version(version).due(due(local, BERLIN)).reminders(before("PT0S"));
      var isScheduled = random.nextInt(3) == 0;
      plans.hear(told.event(), isScheduled, NOW);
    }
    return null;
  }

  /**
   * With the alarm's row in hand nobody sets the clock, and whoever planned by it has committed.
   */
  private void checkTheAlarm() {
    ONE.inTransaction(
        () -> {
          ONE.repository(AlarmRows.class).lock();
          ONE.repository(ReminderRows.class)
              .earliest()
              .ifPresent(
                  earliest ->
                      assertThat(alarm.get())
                          .isNotNull()
                          .isBeforeOrEqualTo(AlarmTime.wholeSecond(earliest)));
          return null;
        });
  }

  /** So many that are due now, of a person for each five. */
  private void planned(int count, String kind) {
    for (int i = 0; i < count / 5; i++) {
      POSTGRES.execute(
          """
          WITH made AS (
            INSERT INTO reminders.tasks (task_id, list_id, user_id, version, open, task)
            VALUES (gen_random_uuid(), gen_random_uuid(), '%1$s-%2$d', 1, true, '{}') RETURNING *)
          INSERT INTO reminders.reminders
            (id, task_id, key, user_id, task_version, instant, fires_at, state, changed_at)
          SELECT gen_random_uuid(), task_id, 'before PT' || n || 'S', user_id, 1, '%3$s', '%3$s', 'PLANNED', now()
          FROM made, generate_series(1, 5) n
          """
              .formatted(kind, i, NOW));
    }
  }

  private Callable<Void> claiming(Database database) {
    return () -> {
      claims(database).claimDue();
      return null;
    };
  }

  private ClaimStore claims(Database database) {
    return new JdbcClaimStore(database, outbox, CLOCK, WINDOW);
  }

  private PlanStore plans(Database database) {
    return new JdbcPlanStore(database, alarm(database), CLOCK);
  }

  private JdbcAlarm alarm(Database database) {
    return new JdbcAlarm(database, alarm::set, CLOCK);
  }

  @SafeVarargs
  private static void together(Callable<Void>... all) throws Exception {
    AtOnce.all(List.of(all));
  }

  @Test
  void a_reminder_is_planned_by_the_newest_version_whatever_the_order() {
    var id = UUID.randomUUID();
    var first = task(id, "ada").due(due("2026-03-02T10:00", BERLIN)).reminders(before("PT0S"));
    var second = first.version(2).due(due("2026-03-03T10:00", BERLIN));
    var plans = plans(ONE);

    List.of(second, first, second).forEach(told -> plans.hear(told.event(), false, NOW));

    assertThat(POSTGRES.column("SELECT instant AT TIME ZONE 'UTC' FROM reminders.reminders"))
        .containsExactly("2026-03-03 09:00:00");
    assertThat(alarm.get()).isEqualTo(Instant.parse("2026-03-03T09:00:00Z"));
  }

  @Test
  void two_deliveries_of_different_versions_at_once_leave_the_newest() throws Exception {
    for (int round = 0; round < 20; round++) {
      var id = UUID.randomUUID();
      var first = task(id, "ada").due(due("2026-03-02T10:00", BERLIN)).reminders(before("PT0S"));
      var second = first.version(2).due(due("2026-03-03T10:00", BERLIN));

      together(hearing(ONE, first), hearing(OTHER, second));

      assertThat(
              POSTGRES.column(
                  "SELECT instant AT TIME ZONE 'UTC' FROM reminders.reminders WHERE state ="
                      + " 'PLANNED'"
                      + " AND task_id = '%s'".formatted(id)))
          .containsExactly("2026-03-03 09:00:00");
    }
  }

  private Callable<Void> hearing(Database database, Fixtures.Told told) {
    return () -> {
      plans(database).hear(told.event(), false, NOW);
      return null;
    };
  }
}
