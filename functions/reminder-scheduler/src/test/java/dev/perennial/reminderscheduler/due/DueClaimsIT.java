package dev.perennial.reminderscheduler.due;

import static dev.perennial.reminders.Fixtures.BERLIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.events.Notification.Reminded;
import dev.perennial.events.ReminderEvent;
import dev.perennial.reminders.Fixtures;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminderscheduler.alarm.Alarm;
import dev.perennial.reminderscheduler.plan.PlanStore;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims of due reminders and digests, also by several instances at the same time. */
class DueClaimsIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Database ONE = Database.open(POSTGRES.settings("reminder-scheduler"));
  private static final Database OTHER = Database.open(POSTGRES.settings("reminder-scheduler"));
  private static final CatchUpWindow WINDOW = new CatchUpWindow(Duration.ofDays(1));

  private final List<ReminderEvent> emitted = new CopyOnWriteArrayList<>();
  private final Outbox outbox =
      entry -> {
        emitted.add((ReminderEvent) entry.payload());
        return NOW;
      };

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
  void concurrent_claims_claim_each_reminder_once() throws Exception {
    planDue(1_000, "alone");

    concurrently(claiming(ONE), claiming(OTHER));

    assertThat(emitted.stream().flatMap(event -> event.notification().reminders().stream()))
        .extracting(Reminded::reminderId)
        .hasSize(1_000)
        .doesNotHaveDuplicates();
    assertThat(POSTGRES.column("SELECT DISTINCT state FROM reminders.reminders"))
        .containsExactly("DUE");
  }

  @Test
  void a_claim_does_not_wait_for_reminders_that_another_transaction_has_locked() throws Exception {
    planDue(10, "alone");
    try (var another = POSTGRES.owner();
        var statement = another.createStatement()) {
      another.setAutoCommit(false);
      statement.execute("SELECT FROM reminders.reminders ORDER BY id LIMIT 1 FOR UPDATE");

      claims(ONE).claimAll();

      assertThat(emitted).hasSize(9);
      another.rollback();
    }
    claims(ONE).claimAll();
    assertThat(emitted).hasSize(10);
  }

  @Test
  void no_transaction_claims_more_than_five_hundred_reminders() {
    planDue(1_300, "alone");

    claims(ONE).claimAll();

    assertThat(POSTGRES.column("SELECT count(*) FROM reminders.notifications GROUP BY xmin"))
        .containsExactlyInAnyOrder("500", "500", "300");
  }

  /** The night in which clocks go forward over half past two, and the one that has it twice. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-03-27", "2026-10-23"})
  void a_local_day_has_exactly_one_digest_across_clock_changes(LocalDate first) {
    var begin = first.atTime(12, 0).atZone(BERLIN).toInstant();
    var now = new AtomicReference<>(begin);
    var alarm = new Alarm(ONE, _ -> {}, now::get);
    var claims = new DueClaims(ONE, outbox, now::get, WINDOW);
    var halfPastTwo = Fixtures.profile("ada", 1, BERLIN, null, null, null, LocalTime.of(2, 30));
    new PlanStore(ONE, alarm, now::get).apply(halfPastTwo, begin);
    alarm.close();

    for (int half = 1; half <= 2 * 24 * 4; half++) {
      now.set(begin.plus(Duration.ofMinutes(30L * half)));
      claims.claimAll();
    }

    assertThat(emitted)
        .extracting(event -> event.notification().date())
        .containsExactly(
            first.plusDays(1), first.plusDays(2), first.plusDays(3), first.plusDays(4));
    assertThat(emitted)
        .allSatisfy(
            event ->
                assertThat(event.notification().dueAt().atZone(BERLIN).toLocalDate())
                    .isEqualTo(event.notification().date()));
  }

  @Test
  void concurrent_claims_do_not_split_reminders_that_quiet_hours_have_delayed() throws Exception {
    planDue(1_500, "held");
    POSTGRES.execute(
        "UPDATE reminders.reminders SET instant = instant - interval '1 hour' * (1 + random())");

    concurrently(claiming(ONE), claiming(OTHER));

    assertThat(emitted)
        .hasSize(300)
        .allSatisfy(event -> assertThat(event.notification().reminders()).hasSize(5));
  }

  @Test
  void a_crash_before_the_commit_of_a_claim_loses_nothing() {
    planDue(20, "alone");
    Outbox killed =
        _ -> {
          throw new IllegalStateException("killed");
        };

    assertThatThrownBy(() -> new DueClaims(ONE, killed, CLOCK, WINDOW).claimAll())
        .hasStackTraceContaining("killed");
    claims(OTHER).claimAll();

    assertThat(emitted).hasSize(20);
  }

  /** So many that are due now, of a person for each five. */
  private void planDue(int count, String kind) {
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
      claims(database).claimAll();
      return null;
    };
  }

  private DueClaims claims(Database database) {
    return new DueClaims(database, outbox, CLOCK, WINDOW);
  }

  @SafeVarargs
  private static void concurrently(Callable<Void>... all) throws Exception {
    AtOnce.all(List.of(all));
  }
}
