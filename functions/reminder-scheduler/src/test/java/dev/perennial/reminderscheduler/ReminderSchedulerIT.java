package dev.perennial.reminderscheduler;

import static dev.perennial.events.EventType.LIST_SHARED;
import static dev.perennial.events.EventType.LIST_UNSHARED;
import static dev.perennial.events.EventType.PROFILE_DELETED;
import static dev.perennial.events.EventType.PROFILE_UPDATED;
import static dev.perennial.events.EventType.TASK_COMPLETED;
import static dev.perennial.events.EventType.TASK_DELETED;
import static dev.perennial.events.EventType.TASK_REOPENED;
import static dev.perennial.events.EventType.TASK_SCHEDULED;
import static dev.perennial.events.EventType.TASK_SKIPPED;
import static dev.perennial.events.EventType.TASK_UPDATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.events.Due;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.QuietHours;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.reminderscheduler.Events.Told;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReminderSchedulerIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final String[] KEPT = {"tasks", "reminders", "notifications", "devices", "lists"};

  private static final Cluster CLUSTER = Shared.CLUSTER;
  private static final Events EVENTS = new Events(Shared.HTTP);

  private final String ada = "ada-" + UUID.randomUUID();
  private final Instant inAnHour =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(1));
  private final Instant anHourAgo = inAnHour.minus(Duration.ofHours(2));

  /** One alarm for all: what another test has planned must not ring first. */
  @BeforeEach
  void nothing_is_planned() {
    POSTGRES.execute(
        "TRUNCATE reminders.reminders, reminders.people; UPDATE reminders.alarm SET set_to = NULL");
    CLUSTER.schedules().clear();
  }

  @AfterEach
  void the_cluster_s_api_is_back() {
    CLUSTER.answer(200);
  }

  @Test
  void a_reminder_is_planned_and_the_alarm_set_to_it() {
    scheduled(Told.dueAt(inAnHour, ada));

    assertThat(states()).containsExactly("PLANNED " + inAnHour);
    assertThat(CLUSTER.schedules()).containsOnly(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void when_the_alarm_rings_what_is_due_is_handed_on_once() {
    var task = Told.dueAt(anHourAgo, ada);
    scheduled(task);

    assertThat(EVENTS.ring().statusCode()).isEqualTo(202);
    assertThat(EVENTS.ring().statusCode()).isEqualTo(202);

    assertThat(states()).containsExactly("DUE " + anHourAgo);
    assertThat(emitted("$.notification.reminders[0].taskId"))
        .containsExactly("\"" + task.id() + "\"");
    assertThat(emitted("$.notification.late")).containsExactly("true");
    assertThat(types()).containsExactly("dev.perennial.reminder.due.v1");
    assertThat(
            POSTGRES.column("SELECT id FROM reminders.notifications WHERE user_id = '" + ada + "'"))
        .isEqualTo(POSTGRES.column("SELECT notification_id FROM reminders.reminders"))
        .hasSize(1);
  }

  @Test
  void after_the_ring_the_alarm_is_set_to_what_comes_next() {
    scheduled(Told.dueAt(anHourAgo, ada));
    scheduled(Told.dueAt(inAnHour, ada));

    EVENTS.ring();

    assertThat(CLUSTER.schedules()).endsWith(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void the_alarm_stays_when_something_later_is_planned() {
    scheduled(Told.dueAt(inAnHour, ada));
    scheduled(Told.dueAt(inAnHour.plusSeconds(60), ada));

    assertThat(CLUSTER.schedules()).containsOnly(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void what_was_to_be_told_is_told_late_though_its_event_came_later_still() {
    scheduled(Told.dueAt(anHourAgo, ada).happened(anHourAgo.minusSeconds(1)));
    scheduled(Told.dueAt(anHourAgo, ada).happened(anHourAgo.plusSeconds(1)));

    assertThat(states()).containsExactlyInAnyOrder("PLANNED " + anHourAgo, "PAST " + anHourAgo);
  }

  @Test
  void what_is_found_a_day_late_expires() {
    var twoDaysAgo = inAnHour.minus(Duration.ofDays(2));
    scheduled(Told.dueAt(twoDaysAgo, ada).happened(twoDaysAgo.minusSeconds(60)));

    EVENTS.maintain();

    assertThat(states()).containsExactly("EXPIRED " + twoDaysAgo);
    assertThat(types()).containsExactly("dev.perennial.reminder.expired.v1");
  }

  @Test
  void moving_the_due_date_cancels_the_old_and_plans_the_new() {
    var task = Told.dueAt(inAnHour, ada);
    var later = inAnHour.plusSeconds(3600);
    scheduled(task);

    scheduled(task.then(2).movedTo(later));

    assertThat(states()).containsExactly("CANCELLED " + inAnHour, "PLANNED " + later);
    awaitAlarmAt(later);
  }

  @Test
  void events_that_come_late_twice_or_in_another_order_change_nothing() {
    var task = Told.dueAt(inAnHour, ada);
    var later = inAnHour.plusSeconds(3600);

    scheduled(task.then(2).movedTo(later));
    scheduled(task);
    scheduled(task.then(2).movedTo(later));

    assertThat(states()).containsExactly("PLANNED " + later);
  }

  @Test
  void a_task_that_is_done_skipped_or_deleted_reminds_nobody_and_an_older_event_changes_nothing() {
    for (var type : List.of(TASK_COMPLETED, TASK_SKIPPED, TASK_DELETED)) {
      nothing_is_planned();
      var task = Told.dueAt(inAnHour, ada);
      scheduled(task);
      var status =
          switch (type) {
            case TASK_COMPLETED -> Status.COMPLETED;
            case TASK_SKIPPED -> Status.SKIPPED;
            default -> Status.OPEN;
          };

      expectDone(EVENTS.task(type, task.then(3).status(status)).statusCode());
      scheduled(task.then(2).movedTo(inAnHour.plusSeconds(60)));

      assertThat(states()).as(type.type()).containsExactly("CANCELLED " + inAnHour);
      EVENTS.ring();
      assertThat(types()).isEmpty();
    }
  }

  @Test
  void a_task_that_is_reopened_reminds_again() {
    var task = Told.dueAt(inAnHour, ada);
    scheduled(task);
    EVENTS.task(TASK_COMPLETED, task.then(2).status(Status.COMPLETED));

    expectDone(EVENTS.task(TASK_REOPENED, task.then(3)).statusCode());

    assertThat(states()).containsExactly("PLANNED " + inAnHour);
    awaitAlarmAt(inAnHour);
  }

  @Test
  void whoever_the_task_is_given_to_is_reminded_of_it() {
    var task = Told.dueAt(anHourAgo, ada);
    scheduled(task);

    expectDone(EVENTS.task(TASK_UPDATED, task.then(2).assignedTo("grace-" + ada)).statusCode());
    EVENTS.ring();

    assertThat(types()).isEmpty();
    assertThat(emittedTo("grace-" + ada, "$.notification.userId"))
        .containsExactly("\"grace-" + ada + "\"");
  }

  @Test
  void who_leaves_a_list_is_not_reminded_of_its_tasks_until_it_is_shared_again() {
    var task = Told.dueAt(inAnHour, ada);
    scheduled(task);

    expectDone(EVENTS.list(LIST_UNSHARED, task.listId(), 7, "grace").statusCode());
    assertThat(states()).containsExactly("CANCELLED " + inAnHour);

    expectDone(EVENTS.list(LIST_SHARED, task.listId(), 8, "grace", ada).statusCode());
    assertThat(states()).containsExactly("PLANNED " + inAnHour);
  }

  @Test
  void another_zone_of_the_person_moves_what_is_in_theirs_and_an_older_one_does_not() {
    var local = inAnHour.plus(Duration.ofDays(2)).atZone(TOKYO).toLocalDateTime();
    var due = new Due(local.toLocalDate(), local.toLocalTime(), null);
    profileIs(Events.profile(ada, 2, TOKYO));
    scheduled(Told.dueAt(inAnHour, ada).with(due, List.of(Events.AT_DUE)));
    var inTokyo = local.atZone(TOKYO).toInstant();
    var inBerlin = local.atZone(BERLIN).toInstant();
    assertThat(states()).containsExactly("PLANNED " + inTokyo);

    profileIs(Events.profile(ada, 3, BERLIN));
    profileIs(Events.profile(ada, 2, TOKYO));

    assertThat(states()).containsExactlyInAnyOrder("CANCELLED " + inTokyo, "PLANNED " + inBerlin);
    awaitAlarmAt(inBerlin);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void another_setting_of_the_person_plans_what_there_is_anew(
      String what,
      ProfileSnapshot setting,
      Due due,
      @Nullable List<Reminder> own,
      Instant planned) {
    var as = setting.userId();
    scheduled(Told.dueAt(inAnHour, as).with(due, own));
    assertThat(states()).isNotEmpty().doesNotContain("PLANNED " + planned);

    profileIs(setting);

    assertThat(states().stream().filter(state -> state.startsWith("PLANNED")))
        .as(what)
        .containsExactly("PLANNED " + planned);
  }

  private static Stream<Arguments> settings() {
    var day = LocalDate.now(ZoneId.of("UTC")).plusDays(3);
    var noon = new Due(day, LocalTime.of(12, 0), ZoneId.of("UTC"));
    var allDay = new Due(day, null, null);
    var anHourBefore = List.of(new Reminder(Duration.ofHours(1), null, null));
    var atNoon = noon.date().atTime(12, 0).toInstant(ZoneOffset.UTC);
    return Stream.of(
        Arguments.of(
            "default reminders",
            settings(anHourBefore, null, null),
            noon,
            null,
            atNoon.minus(Duration.ofHours(1))),
        Arguments.of(
            "the time of all-day tasks",
            settings(null, LocalTime.of(18, 0), null),
            allDay,
            List.of(Events.AT_DUE),
            atNoon.plus(Duration.ofHours(6))),
        Arguments.of(
            "quiet hours",
            settings(null, null, new QuietHours(LocalTime.of(11, 0), LocalTime.of(14, 0))),
            noon,
            List.of(Events.AT_DUE),
            atNoon.plus(Duration.ofHours(2))));
  }

  private static ProfileSnapshot settings(
      @Nullable List<Reminder> defaults,
      @Nullable LocalTime allDayTime,
      @Nullable QuietHours quietHours) {
    return new ProfileSnapshot(
        "ada-" + UUID.randomUUID(),
        null,
        null,
        null,
        null,
        defaults,
        allDayTime,
        null,
        quietHours,
        null,
        1,
        Instant.now());
  }

  @Test
  void what_quiet_hours_held_is_told_as_one() {
    var from = anHourAgo.minusSeconds(600).atZone(ZoneId.of("UTC")).toLocalTime();
    var to = anHourAgo.plusSeconds(600).atZone(ZoneId.of("UTC")).toLocalTime();
    profileIs(Events.profile(ada, 1, null, new QuietHours(from, to), null));
    scheduled(Told.dueAt(anHourAgo, ada));
    scheduled(Told.dueAt(anHourAgo.plusSeconds(60), ada));
    scheduled(Told.dueAt(anHourAgo.plusSeconds(900), ada));

    EVENTS.ring();

    assertThat(emitted("$.notification.reminders.size()")).containsExactlyInAnyOrder("2", "1");
    assertThat(emitted("$.notification.dueAt"))
        .containsExactlyInAnyOrder(
            "\"" + anHourAgo.plusSeconds(600) + "\"", "\"" + anHourAgo.plusSeconds(900) + "\"");
  }

  @Test
  void a_day_has_one_digest_and_the_next_day_s_is_planned() {
    var time = LocalTime.of(6, 30);
    profileIs(Events.profile(ada, 1, TOKYO, null, time));
    assertThat(digestOf(ada)).hasSize(1);
    var yesterday = Instant.now().minus(Duration.ofHours(20)).atZone(TOKYO).toLocalDate();
    var at = Instant.now().minus(Duration.ofHours(20)).truncatedTo(ChronoUnit.SECONDS);
    POSTGRES.execute(
        "UPDATE reminders.people SET digest_date = '%s', digest_at = '%s'"
            .formatted(yesterday, at));

    EVENTS.ring();
    EVENTS.ring();

    assertThat(emitted("$.notification.date"))
        .startsWith("\"" + yesterday + "\"")
        .doesNotHaveDuplicates();
    assertThat(emitted("$.notification.kind")).contains("\"digest\"");
    assertThat(Instant.parse(digestOf(ada).getFirst())).isAfter(Instant.now());
  }

  @Test
  void a_digest_that_is_switched_off_and_on_again_does_not_come_twice_on_a_day() {
    profileIs(Events.profile(ada, 1, TOKYO, null, LocalTime.of(6, 30)));
    var today = Instant.now().atZone(TOKYO).toLocalDate();
    var due = "UPDATE reminders.people SET digest_date = '%s', digest_at = now()".formatted(today);
    POSTGRES.execute(due);
    EVENTS.ring();
    profileIs(Events.profile(ada, 2, TOKYO));
    assertThat(digestOf(ada)).containsExactly((String) null);
    profileIs(Events.profile(ada, 3, TOKYO, null, LocalTime.of(23, 59)));
    POSTGRES.execute(due);

    EVENTS.ring();

    assertThat(emitted("$.notification.date")).containsExactly("\"" + today + "\"");
  }

  @Test
  void nothing_is_kept_of_a_person_who_is_gone_nor_of_what_they_wrote() {
    profileIs(Events.profile(ada, 3, TOKYO, null, LocalTime.of(6, 30)));
    var done = Told.dueAt(inAnHour, ada);
    scheduled(Told.dueAt(anHourAgo, ada));
    scheduled(done);
    scheduled(Told.dueAt(inAnHour, ada));
    EVENTS.task(TASK_COMPLETED, done.then(2).status(Status.COMPLETED));
    EVENTS.ring();
    POSTGRES.execute(
        """
        INSERT INTO reminders.deliveries (notification_id, channel, state, planned_at)
          SELECT id, 'EMAIL', 'SENT', now() FROM reminders.notifications WHERE user_id = '%1$s';
        INSERT INTO reminders.devices (token, user_id, platform, registered_at)
          VALUES ('%1$s', '%1$s', 'web', now())
        """
            .formatted(ada));
    EVENTS.list(LIST_SHARED, UUID.randomUUID(), 2, "grace", ada);
    assertThat(kept()).extracting(row -> row.split(" ", 2)[0]).containsOnly(KEPT);

    expectDone(
        EVENTS.profile(PROFILE_DELETED, Events.profile(ada, 4, TOKYO), Instant.now()).statusCode());

    assertThat(kept()).isEmpty();
    assertThat(person()).containsExactly("");
  }

  @Test
  void what_comes_late_of_a_person_who_is_gone_is_not_kept() {
    var known = Told.dueAt(inAnHour, ada);
    var last = Events.profile(ada, 3, TOKYO, null, LocalTime.of(6, 30));
    scheduled(known);
    profileIs(last);
    var before = Instant.now();
    EVENTS.profile(PROFILE_DELETED, Events.profile(ada, 4, TOKYO), Instant.now());

    profileIs(last);
    scheduled(known.then(2).happened(before));
    scheduled(Told.dueAt(inAnHour, ada).happened(before));

    assertThat(kept()).isEmpty();
    assertThat(person()).containsExactly("");
  }

  @Test
  void what_was_written_in_a_task_goes_when_it_is_deleted() {
    var task = Told.dueAt(inAnHour, ada);
    scheduled(task);

    expectDone(EVENTS.task(TASK_DELETED, task.then(2)).statusCode());

    assertThat(kept()).filteredOn(row -> row.contains("Water")).isEmpty();
  }

  @Test
  void what_was_told_long_ago_is_forgotten_and_what_was_told_lately_is_not() {
    var old = Told.dueAt(anHourAgo, ada);
    var recent = Told.dueAt(anHourAgo.plusSeconds(60), ada);
    var planned = Told.dueAt(inAnHour, ada);
    List.of(old, recent, planned).forEach(this::scheduled);
    EVENTS.ring();
    List.of(old, recent)
        .forEach(task -> EVENTS.task(TASK_COMPLETED, task.then(2).status(Status.COMPLETED)));
    POSTGRES.execute(
        """
        INSERT INTO reminders.deliveries (notification_id, channel, state, planned_at)
          SELECT id, 'PUSH', 'SENT', now() FROM reminders.notifications WHERE user_id = '%1$s';
        UPDATE reminders.notifications SET due_at = due_at - interval '90 days' WHERE id IN
          (SELECT notification_id FROM reminders.reminders WHERE task_id = '%2$s');
        UPDATE reminders.reminders SET changed_at = changed_at - interval '90 days'
          WHERE task_id IN ('%2$s', '%3$s');
        UPDATE reminders.tasks SET heard_at = heard_at - interval '90 days'
          WHERE task_id IN ('%2$s', '%3$s')
        """
            .formatted(ada, old.id(), planned.id()));

    EVENTS.maintain();

    assertThat(states()).containsExactly("DUE " + anHourAgo.plusSeconds(60), "PLANNED " + inAnHour);
    assertThat(
            POSTGRES.column(
                "SELECT notification_id FROM reminders.deliveries JOIN reminders.notifications"
                    + " ON id = notification_id WHERE user_id = '%s'".formatted(ada)))
        .isEqualTo(
            POSTGRES.column("SELECT notification_id FROM reminders.reminders WHERE state = 'DUE'"));
    assertThat(
            POSTGRES.column(
                "SELECT task_id FROM reminders.tasks WHERE user_id = '%s' AND task IS NULL"
                    .formatted(ada)))
        .containsExactly(old.id().toString());
    scheduled(old.movedTo(inAnHour.plusSeconds(60)));
    assertThat(states()).as("its version is known still").hasSize(2);
  }

  /** 0: nobody answers at all. */
  @ParameterizedTest
  @ValueSource(ints = {0, 409, 429, 500, 503})
  void while_the_cluster_s_api_is_away_the_broker_keeps_what_is_to_be_planned(int status) {
    var task = Told.dueAt(inAnHour, ada).event();
    var id = UUID.randomUUID();
    CLUSTER.answer(status);

    for (int attempt = 1; attempt <= 6; attempt++) {
      assertThat(deliver(id, task)).as("attempt " + attempt).isEqualTo(503);
    }
    assertThat(states()).isEmpty();
    assertThat(ledger(id)).isEmpty();

    CLUSTER.answer(200);
    expectDone(deliver(id, task));
    assertThat(states()).containsExactly("PLANNED " + inAnHour);
    assertThat(ledger(id)).containsExactly("COMPLETED");
    assertThat(CLUSTER.schedules()).containsOnly(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void who_waits_too_long_for_an_alarm_that_another_is_setting_leaves_it_to_the_broker()
      throws Exception {
    var task = Told.dueAt(inAnHour, ada).event();
    var id = UUID.randomUUID();
    try (var another = POSTGRES.owner();
        var statement = another.createStatement()) {
      another.setAutoCommit(false);
      statement.execute("SELECT FROM reminders.alarm FOR UPDATE");

      assertThat(deliver(id, task)).isEqualTo(503);
    }

    assertThat(ledger(id)).isEmpty();
    expectDone(deliver(id, task));
    assertThat(states()).containsExactly("PLANNED " + inAnHour);
  }

  @Test
  void what_the_cluster_s_api_forbids_is_a_fault_that_says_what_is_missing() {
    var id = UUID.randomUUID();
    CLUSTER.answer(403);
    try (var delivery = Executors.newSingleThreadExecutor()) {
      var answer = delivery.submit(() -> deliver(id, Told.dueAt(inAnHour, ada).event()));
      await("the first attempt is counted")
          .untilAsserted(
              () ->
                  assertThat(reasons(id))
                      .singleElement(InstanceOfAssertFactories.STRING)
                      .contains("403", "may not patch the PingSource reminder-alarm"));
      CLUSTER.answer(200);

      assertThat(answer).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(202);
    }
  }

  @Test
  void what_is_due_is_told_though_the_alarm_cannot_be_set() {
    scheduled(Told.dueAt(anHourAgo, ada));
    CLUSTER.answer(503);

    assertThat(EVENTS.ring().statusCode()).isEqualTo(503);

    assertThat(types()).hasSize(1);
  }

  @Test
  void an_alarm_that_a_failed_commit_left_too_early_is_set_right_when_it_rings() {
    scheduled(Told.dueAt(inAnHour, ada));
    CLUSTER.schedules().clear();

    EVENTS.ring();

    assertThat(CLUSTER.schedules()).containsOnly(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void a_wrong_alarm_is_put_right_by_maintenance() {
    scheduled(Told.dueAt(inAnHour, ada));
    CLUSTER.schedules().clear();

    EVENTS.maintain();

    assertThat(CLUSTER.schedules()).endsWith(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void the_service_account_s_token_is_read_anew_for_it_is_replaced() {
    CLUSTER.token("second");

    scheduled(Told.dueAt(inAnHour, ada));

    assertThat(CLUSTER.tokens()).endsWith("Bearer second");
  }

  @Test
  void another_edition_of_the_time_zone_data_plans_everything_anew() {
    var local = inAnHour.plus(Duration.ofDays(2)).atZone(TOKYO).toLocalDateTime();
    profileIs(Events.profile(ada, 1, TOKYO));
    scheduled(
        Told.dueAt(inAnHour, ada)
            .with(new Due(local.toLocalDate(), local.toLocalTime(), null), List.of(Events.AT_DUE)));
    var right = local.atZone(TOKYO).toInstant();
    // As an edition had it in which Tokyo was an hour off.
    POSTGRES.execute(
        "UPDATE reminders.reminders SET id = gen_random_uuid(), instant = instant + interval '1"
            + " hour', fires_at = fires_at + interval '1 hour'; UPDATE reminders.alarm SET"
            + " zone_data = '1970a'");

    EVENTS.maintain();

    assertThat(states())
        .containsExactly("PLANNED " + right, "CANCELLED " + right.plusSeconds(3600));
    assertThat(POSTGRES.column("SELECT zone_data FROM reminders.alarm"))
        .doesNotContain("1970a")
        .doesNotContainNull();
  }

  @Test
  void a_ring_claims_thousands_in_batches_each_once() {
    for (int i = 0; i < 3; i++) {
      scheduled(Told.dueAt(inAnHour.plusSeconds(i), ada));
    }
    POSTGRES.execute(
        """
        INSERT INTO reminders.reminders
          (id, task_id, key, user_id, task_version, instant, fires_at, state, changed_at)
        SELECT gen_random_uuid(), t.task_id, 'before PT' || n || 'S', '%s', 1, now(), now(), 'PLANNED', now()
        FROM (SELECT task_id FROM reminders.tasks WHERE user_id = '%s' LIMIT 1) t, generate_series(1, 2345) n
        """
            .formatted(ada, ada));
    // Quiet hours would hold what is not told at its instant, so each is alone.
    EVENTS.ring();

    assertThat(emitted("$.notification.reminders[0].reminderId"))
        .hasSize(2345)
        .doesNotHaveDuplicates();
    assertThat(CLUSTER.schedules()).endsWith(Cluster.scheduleOf(inAnHour));
  }

  @Test
  void rings_and_cancellations_at_once_do_not_stall_where_connections_are_few() throws Exception {
    try (var small = Shared.another(Map.of("DATABASE_POOL_SIZE", "2"));
        var threads = Executors.newFixedThreadPool(8)) {
      var events = new Events(Http.to(small));
      var deliveries = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 12; i++) {
        var task = Told.dueAt(inAnHour.plusSeconds(i), ada);
        scheduled(task);
        deliveries.add(
            () -> events.task(TASK_COMPLETED, task.then(2).status(Status.COMPLETED)).statusCode());
        deliveries.add(() -> events.ring().statusCode());
      }

      for (var answer : threads.invokeAll(deliveries)) {
        assertThat(answer.get()).isEqualTo(202);
      }
    }
  }

  @Test
  void who_comes_back_after_erasing_themself_is_heard_of_again() {
    profileIs(Events.profile(ada, 9, TOKYO));
    EVENTS.profile(PROFILE_DELETED, Events.profile(ada, 10, TOKYO), Instant.now());

    profileIs(Events.profile(ada, 1, BERLIN));

    assertThat(POSTGRES.column("SELECT profile::jsonb ->> 'zone' FROM reminders.people"))
        .containsExactly("Europe/Berlin");
  }

  @Test
  void an_event_that_is_none_of_its_own_is_refused() {
    assertThat(EVENTS.ping("somebody-else-s").statusCode()).isEqualTo(422);
  }

  /** It is put off when nobody waits for it any more. */
  private static void awaitAlarmAt(Instant moment) {
    await("the alarm is put off")
        .untilAsserted(() -> assertThat(CLUSTER.schedules()).endsWith(Cluster.scheduleOf(moment)));
  }

  private static int deliver(UUID id, Object payload) {
    return EVENTS
        .deliver(TASK_SCHEDULED.type(), "/functions/task-api", id, Instant.now(), payload)
        .statusCode();
  }

  private static List<String> ledger(UUID event) {
    return POSTGRES.column(
        "SELECT state FROM runtime.ledger WHERE event_id = '%s'".formatted(event));
  }

  private static List<String> reasons(UUID event) {
    return POSTGRES.column(
        "SELECT reason FROM runtime.ledger WHERE event_id = '%s'".formatted(event));
  }

  private void scheduled(Told task) {
    expectDone(EVENTS.task(TASK_SCHEDULED, task).statusCode());
  }

  private void profileIs(ProfileSnapshot profile) {
    expectDone(EVENTS.profile(PROFILE_UPDATED, profile, Instant.now()).statusCode());
  }

  private static void expectDone(int status) {
    assertThat(status).isEqualTo(202);
  }

  private static List<String> states() {
    return POSTGRES.column(
        """
        SELECT state || ' ' || to_char(fires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        FROM reminders.reminders ORDER BY fires_at
        """);
  }

  /** Whatever names the person, each row with its table in front. */
  private List<String> kept() {
    return Stream.of(KEPT)
        .flatMap(
            table ->
                POSTGRES
                    .column(
                        "SELECT '%1$s ' || row_to_json(t) FROM reminders.%1$s t WHERE row_to_json(t)::text LIKE '%%%2$s%%'"
                            .formatted(table, ada))
                    .stream())
        .toList();
  }

  /** What is kept of the person themself, but that they were erased. */
  private List<String> person() {
    return POSTGRES.column(
        "SELECT concat(profile, digest_at, digest_date) FROM reminders.people WHERE user_id = '%s'"
            .formatted(ada));
  }

  private static List<String> digestOf(String user) {
    return POSTGRES.column(
        """
        SELECT to_char(digest_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        FROM reminders.people WHERE user_id = '%s'
        """
            .formatted(user));
  }

  private List<String> types() {
    return POSTGRES.column(
        "SELECT attributes ->> 'type' FROM runtime.outbox WHERE attributes ->> 'owner' = '%s'"
            .formatted(ada));
  }

  private List<String> emitted(String path) {
    return emittedTo(ada, path);
  }

  private static List<String> emittedTo(String user, String path) {
    return POSTGRES.column(
        """
        SELECT jsonb_path_query(convert_from(data, 'UTF8')::jsonb, '%s') FROM runtime.outbox
        WHERE attributes ->> 'owner' = '%s' ORDER BY created_at
        """
            .formatted(path, user));
  }
}
