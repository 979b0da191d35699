package dev.perennial.reminderscheduler;

import static dev.perennial.events.EventType.LIST_SHARED;
import static dev.perennial.events.EventType.LIST_UNSHARED;
import static dev.perennial.events.EventType.TASK_UPDATED;
import static dev.perennial.reminders.Fixtures.BERLIN;
import static dev.perennial.reminderscheduler.Cluster.scheduleOf;
import static dev.perennial.reminderscheduler.Events.dueAt;
import static dev.perennial.reminderscheduler.Scene.TOKYO;
import static dev.perennial.reminderscheduler.Scene.expectDone;
import static dev.perennial.reminderscheduler.Shared.CLUSTER;
import static dev.perennial.reminderscheduler.Shared.EVENTS;
import static dev.perennial.reminderscheduler.Shared.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.QuietHours;
import dev.perennial.events.Reminder;
import dev.perennial.reminders.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Assignees, members, zones and settings of people. */
class PeopleAndListsIT {

  private final Scene scene = new Scene();
  private final String ada = scene.ada;
  private final Instant inAnHour = scene.inAnHour;
  private final Instant anHourAgo = scene.anHourAgo;

  @Test
  void the_assignee_of_a_task_is_reminded() {
    var grace = "grace-" + ada;
    var task = dueAt(anHourAgo, ada);
    scene.scheduled(task);
    var given = task.version(2).assignee(grace).seenBy(ada, grace);

    expectDone(EVENTS.task(TASK_UPDATED, given).statusCode());
    EVENTS.fireAlarm();

    assertThat(scene.types()).isEmpty();
    assertThat(Scene.emittedTo(grace, "$.notification.userId"))
        .containsExactly("\"" + grace + "\"");
    assertThat(byOthers(grace)).containsExactly("t");
  }

  @Test
  void only_notifications_of_tasks_that_somebody_else_created_count_for_their_limit() {
    scene.scheduled(dueAt(anHourAgo, ada));

    EVENTS.fireAlarm();

    assertThat(byOthers(ada)).containsExactly("f");
  }

  private static List<String> byOthers(String user) {
    return POSTGRES.column(
        "SELECT by_others FROM reminders.notifications WHERE user_id = '%s'".formatted(user));
  }

  @Test
  void a_person_who_leaves_a_list_is_not_reminded_of_its_tasks_until_it_is_shared_again() {
    var task = dueAt(inAnHour, ada);
    scene.scheduled(task);

    expectDone(EVENTS.list(LIST_UNSHARED, task.listId(), 7, "grace").statusCode());
    assertThat(Scene.states()).containsExactly("CANCELLED " + inAnHour);

    expectDone(EVENTS.list(LIST_SHARED, task.listId(), 8, "grace", ada).statusCode());
    assertThat(Scene.states()).containsExactly("PLANNED " + inAnHour);
  }

  @Test
  void a_new_zone_of_the_person_moves_reminders_in_that_zone_and_an_older_profile_does_not() {
    var local = inAnHour.plus(Duration.ofDays(2)).atZone(TOKYO).toLocalDateTime();
    var due = new Due(local.toLocalDate(), local.toLocalTime(), null);
    scene.profileIs(Events.profile(ada, 2, TOKYO));
    scene.scheduled(dueAt(inAnHour, ada).due(due));
    var inTokyo = local.atZone(TOKYO).toInstant();
    var inBerlin = local.atZone(BERLIN).toInstant();
    assertThat(Scene.states()).containsExactly("PLANNED " + inTokyo);

    scene.profileIs(Events.profile(ada, 3, BERLIN));
    scene.profileIs(Events.profile(ada, 2, TOKYO));

    assertThat(Scene.states())
        .containsExactlyInAnyOrder("CANCELLED " + inTokyo, "PLANNED " + inBerlin);
    CLUSTER.awaitSetTo(inBerlin);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void a_changed_setting_plans_existing_reminders_again(
      String what,
      ProfileSnapshot setting,
      Due due,
      @Nullable List<Reminder> own,
      Instant planned) {
    var as = setting.userId();
    scene.scheduled(dueAt(inAnHour, as).due(due).reminders(own));
    assertThat(Scene.states()).isNotEmpty().doesNotContain("PLANNED " + planned);

    scene.profileIs(setting);

    assertThat(Scene.states().stream().filter(state -> state.startsWith("PLANNED")))
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
    return Fixtures.profile(
        "ada-" + UUID.randomUUID(), 1, null, defaults, allDayTime, quietHours, null, Instant.now());
  }

  @Test
  void a_new_edition_of_the_time_zone_data_plans_everything_again() {
    var local = inAnHour.plus(Duration.ofDays(2)).atZone(TOKYO).toLocalDateTime();
    scene.profileIs(Events.profile(ada, 1, TOKYO));
    scene.scheduled(
        dueAt(inAnHour, ada).due(new Due(local.toLocalDate(), local.toLocalTime(), null)));
    var right = local.atZone(TOKYO).toInstant();
    // As planned with an edition in which Tokyo was an hour off.
    POSTGRES.execute(
        "UPDATE reminders.reminders SET id = gen_random_uuid(), instant = instant + interval '1"
            + " hour', fires_at = fires_at + interval '1 hour'; UPDATE reminders.alarm SET"
            + " zone_data = '1970a'");

    EVENTS.fireMaintenance();

    assertThat(Scene.states())
        .containsExactly("PLANNED " + right, "CANCELLED " + right.plusSeconds(3600));
    assertThat(POSTGRES.column("SELECT zone_data FROM reminders.alarm"))
        .doesNotContain("1970a")
        .doesNotContainNull();
  }

  @Test
  void reminders_delayed_by_quiet_hours_are_one_notification() {
    var from = anHourAgo.minusSeconds(600).atZone(ZoneId.of("UTC")).toLocalTime();
    var to = anHourAgo.plusSeconds(600).atZone(ZoneId.of("UTC")).toLocalTime();
    scene.profileIs(Events.profile(ada, 1, null, new QuietHours(from, to), null));
    scene.scheduled(dueAt(anHourAgo, ada));
    scene.scheduled(dueAt(anHourAgo.plusSeconds(60), ada));
    scene.scheduled(dueAt(anHourAgo.plusSeconds(900), ada));

    EVENTS.fireAlarm();

    assertThat(scene.emitted("$.notification.reminders.size()"))
        .containsExactlyInAnyOrder("2", "1");
    assertThat(scene.emitted("$.notification.dueAt"))
        .containsExactlyInAnyOrder(
            "\"" + anHourAgo.plusSeconds(600) + "\"", "\"" + anHourAgo.plusSeconds(900) + "\"");
  }

  @Test
  void a_day_has_one_digest_and_the_next_one_is_planned() {
    var time = LocalTime.of(6, 30);
    scene.profileIs(Events.profile(ada, 1, TOKYO, null, time));
    assertThat(digestOf(ada)).hasSize(1);
    var yesterday = Instant.now().minus(Duration.ofHours(20)).atZone(TOKYO).toLocalDate();
    var at = Instant.now().minus(Duration.ofHours(20)).truncatedTo(ChronoUnit.SECONDS);
    POSTGRES.execute(
        "UPDATE reminders.people SET digest_date = '%s', digest_at = '%s'"
            .formatted(yesterday, at));

    EVENTS.fireAlarm();
    EVENTS.fireAlarm();

    assertThat(scene.emitted("$.notification.date"))
        .startsWith("\"" + yesterday + "\"")
        .doesNotHaveDuplicates();
    assertThat(scene.emitted("$.notification.kind")).contains("\"digest\"");
    assertThat(Instant.parse(digestOf(ada).getFirst())).isAfter(Instant.now());
  }

  @Test
  void the_alarm_is_set_to_the_digest_then_to_the_next_one_and_postponed_without_one() {
    var inTenDays = inAnHour.plus(Duration.ofDays(10));
    var digest = inAnHour.plus(Duration.ofHours(2)).atZone(TOKYO);
    scene.scheduled(dueAt(inTenDays, ada));

    scene.profileIs(Events.profile(ada, 1, TOKYO, null, digest.toLocalTime()));
    assertThat(CLUSTER.schedules()).endsWith(scheduleOf(digest.toInstant()));

    POSTGRES.execute(
        "UPDATE reminders.people SET digest_date = '%s', digest_at = '%s'"
            .formatted(digest.toLocalDate(), anHourAgo));
    EVENTS.fireAlarm();
    assertThat(CLUSTER.schedules()).endsWith(scheduleOf(digest.plusDays(1).toInstant()));

    scene.profileIs(Events.profile(ada, 2, TOKYO));
    CLUSTER.awaitSetTo(inTenDays);
  }

  @Test
  void a_digest_that_is_disabled_and_enabled_again_is_not_sent_twice_on_a_day() {
    scene.profileIs(Events.profile(ada, 1, TOKYO, null, LocalTime.of(6, 30)));
    var today = Instant.now().atZone(TOKYO).toLocalDate();
    var due = "UPDATE reminders.people SET digest_date = '%s', digest_at = now()".formatted(today);
    POSTGRES.execute(due);
    EVENTS.fireAlarm();
    scene.profileIs(Events.profile(ada, 2, TOKYO));
    assertThat(digestOf(ada)).containsExactly((String) null);
    scene.profileIs(Events.profile(ada, 3, TOKYO, null, LocalTime.of(23, 59)));
    POSTGRES.execute(due);

    EVENTS.fireAlarm();

    assertThat(scene.emitted("$.notification.date")).containsExactly("\"" + today + "\"");
  }

  private static List<String> digestOf(String user) {
    return POSTGRES.column(
        """
        SELECT to_char(digest_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        FROM reminders.people WHERE user_id = '%s'
        """
            .formatted(user));
  }
}
