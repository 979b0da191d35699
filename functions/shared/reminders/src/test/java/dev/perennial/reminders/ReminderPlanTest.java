package dev.perennial.reminders;

import static dev.perennial.reminders.Fixtures.BERLIN;
import static dev.perennial.reminders.Fixtures.at;
import static dev.perennial.reminders.Fixtures.before;
import static dev.perennial.reminders.Fixtures.due;
import static dev.perennial.reminders.Fixtures.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import dev.perennial.events.QuietHours;
import dev.perennial.events.ReminderKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReminderPlanTest {

  private static final Fixtures.Told TASK = Fixtures.task(UUID.randomUUID(), "ada");
  private static final Due DAY = new Due(LocalDate.of(2026, 3, 1), null, null);
  private static final Person IN_BERLIN = Person.of(profile("ada", 1, BERLIN));

  @Test
  void the_assignee_is_reminded_and_else_who_made_the_task() {
    assertThat(ReminderPlan.meantFor(TASK.snapshot())).contains("ada");
    assertThat(ReminderPlan.meantFor(TASK.assignee("grace").snapshot())).contains("grace");
  }

  @Test
  void a_reminder_is_so_long_before_the_due_time_in_its_zone() {
    var task = TASK.due(due("2026-03-01T10:00", BERLIN)).reminders(before("PT1H"));

    assertThat(instants(task, Person.UNKNOWN)).containsExactly("2026-03-01T08:00:00Z");
  }

  @Test
  void a_negative_one_is_after_it() {
    var task = TASK.due(due("2026-03-01T10:00", BERLIN)).reminders(before("-PT1H"));

    assertThat(instants(task, Person.UNKNOWN)).containsExactly("2026-03-01T10:00:00Z");
  }

  @Test
  void a_due_time_without_a_zone_is_in_the_person_s() {
    var task = TASK.due(due("2026-03-01T10:00", null)).reminders(before("PT0S"));

    assertThat(instants(task, IN_BERLIN)).containsExactly("2026-03-01T09:00:00Z");
    assertThat(instants(task, Person.UNKNOWN)).containsExactly("2026-03-01T10:00:00Z");
  }

  @Test
  void an_absolute_one_is_in_its_zone_and_else_in_the_person_s() {
    var task =
        TASK.reminders(
            at("2026-03-01T07:00", ZoneId.of("Asia/Tokyo")), at("2026-03-01T07:00", null));

    assertThat(instants(task, IN_BERLIN))
        .containsExactly("2026-02-28T22:00:00Z", "2026-03-01T06:00:00Z");
  }

  @Test
  void an_all_day_one_is_relative_to_nine_where_the_person_is_or_to_what_they_chose() {
    var task = TASK.due(DAY).reminders(before("PT1H"));
    var early = Person.of(profile("ada", 1, BERLIN, null, LocalTime.of(6, 30), null, null));

    assertThat(instants(task, IN_BERLIN)).containsExactly("2026-03-01T07:00:00Z");
    assertThat(instants(task, early)).containsExactly("2026-03-01T04:30:00Z");
  }

  @Test
  void a_task_without_any_has_the_person_s_defaults_if_it_is_due_at_a_time() {
    var task = TASK.due(due("2026-03-01T10:00", BERLIN));
    var chosen =
        Person.of(
            profile("ada", 1, null, List.of(before("P1D"), before("PT5M")), null, null, null));

    assertThat(instants(task, Person.UNKNOWN)).containsExactly("2026-03-01T08:45:00Z");
    assertThat(instants(task, chosen))
        .containsExactly("2026-02-28T09:00:00Z", "2026-03-01T08:55:00Z");
    assertThat(instants(TASK.due(DAY), Person.UNKNOWN)).isEmpty();
    assertThat(instants(TASK, Person.UNKNOWN)).isEmpty();
  }

  @Test
  void a_task_that_says_none_has_none() {
    assertThat(
            instants(TASK.due(due("2026-03-01T10:00", BERLIN)).withoutReminders(), Person.UNKNOWN))
        .isEmpty();
  }

  @Test
  void a_relative_one_of_a_task_without_a_due_date_is_not_told() {
    assertThat(instants(TASK.reminders(before("PT1H")), Person.UNKNOWN)).isEmpty();
  }

  @Test
  void a_time_that_clocks_jump_over_is_later_by_the_jump_and_one_they_have_twice_is_the_first() {
    var gap = TASK.due(due("2026-03-29T02:30", BERLIN)).reminders(before("PT0S"));
    var overlap = TASK.due(due("2026-10-25T02:30", BERLIN)).reminders(before("PT0S"));

    assertThat(instants(gap, Person.UNKNOWN)).containsExactly("2026-03-29T01:30:00Z");
    assertThat(instants(overlap, Person.UNKNOWN)).containsExactly("2026-10-25T00:30:00Z");
  }

  @Test
  void what_falls_into_quiet_hours_is_told_when_they_end() {
    var quiet = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0));
    var person = Person.of(profile("ada", 1, BERLIN, null, null, quiet, null));
    var task = TASK.reminders(at("2026-03-01T23:00", null), at("2026-03-02T07:00", null));

    assertThat(ReminderPlan.of(task.snapshot(), person))
        .extracting(planned -> planned.firesAt().toString())
        .containsExactly("2026-03-02T06:00:00Z", "2026-03-02T06:00:00Z");
  }

  @Test
  void the_same_reminder_of_the_same_instant_has_the_same_id_and_another_instant_another() {
    var one = TASK.due(due("2026-03-01T10:00", BERLIN));
    var moved = TASK.due(due("2026-03-01T11:00", BERLIN));

    assertThat(ids(one)).isEqualTo(ids(one)).doesNotContainAnyElementsOf(ids(moved));
  }

  @Test
  void a_key_says_which_reminder_it_is() {
    assertThat(
            List.of(before("PT15M"), at("2026-03-01T09:00", null), at("2026-03-01T09:00", BERLIN)))
        .allSatisfy(
            reminder -> assertThat(ReminderKey.of(reminder).reminder()).isEqualTo(reminder));
    assertThat(ReminderKey.of(before("PT15M")).text()).isEqualTo("before PT15M");
    assertThat(ReminderKey.of(at("2026-03-01T09:00", BERLIN)).text())
        .isEqualTo("at 2026-03-01T09:00 Europe/Berlin");
  }

  private static List<UUID> ids(Fixtures.Told task) {
    return ReminderPlan.of(task.snapshot(), Person.UNKNOWN).stream()
        .map(PlannedReminder::id)
        .toList();
  }

  private static List<String> instants(Fixtures.Told task, Person person) {
    return ReminderPlan.of(task.snapshot(), person).stream()
        .map(PlannedReminder::instant)
        .map(Instant::toString)
        .toList();
  }
}
