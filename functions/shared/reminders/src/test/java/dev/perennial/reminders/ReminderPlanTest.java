package dev.perennial.reminders;

import static dev.perennial.reminders.Fixtures.BERLIN;
import static dev.perennial.reminders.Fixtures.at;
import static dev.perennial.reminders.Fixtures.before;
import static dev.perennial.reminders.Fixtures.due;
import static dev.perennial.reminders.Fixtures.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import dev.perennial.events.QuietHours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReminderPlanTest {

  private static final Fixtures.TaskFixture TASK = Fixtures.task(UUID.randomUUID(), "ada");
  private static final Due DAY = new Due(LocalDate.of(2026, 3, 1), null, null);
  private static final Person IN_BERLIN = Person.of(profile("ada", 1, BERLIN));

  @Test
  void the_assignee_is_reminded_or_else_the_creator() {
    assertThat(ReminderPlan.meantFor(TASK.snapshot())).contains("ada");
    assertThat(ReminderPlan.meantFor(TASK.assignee("grace").snapshot())).contains("grace");
  }

  @Test
  void a_relative_reminder_is_its_duration_before_the_due_time_in_the_zone_of_the_task() {
    var task = TASK.due(due("2026-03-01T10:00", BERLIN)).reminders(before("PT1H"));

    assertThat(instants(task, Person.UNKNOWN)).containsExactly("2026-03-01T08:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "2027-03-28T17:00, P1D, 2027-03-27T16:00:00Z",
    "2027-03-28T17:00, P7D, 2027-03-21T16:00:00Z",
    "2027-03-28T17:00, PT26H, 2027-03-27T14:00:00Z",
    "2027-03-28T04:00, PT2H, 2027-03-28T00:00:00Z",
    "2027-10-31T17:00, P1D, 2027-10-30T15:00:00Z",
    "2027-10-30T17:00, -P1D, 2027-10-31T16:00:00Z",
  })
  void a_reminder_days_before_is_at_the_same_local_time_when_a_clock_changes(
      String due, String before, String expected) {
    assertThat(instants(TASK.due(due(due, BERLIN)).reminders(before(before)), Person.UNKNOWN))
        .containsExactly(expected);
    assertThat(instants(TASK.due(due(due, null)).reminders(before(before)), IN_BERLIN))
        .containsExactly(expected);
  }

  @Test
  void a_reminder_days_before_an_all_day_task_is_at_the_time_of_such_tasks() {
    var task = TASK.due(new Due(LocalDate.of(2027, 3, 28), null, null)).reminders(before("P1D"));

    assertThat(instants(task, IN_BERLIN)).containsExactly("2027-03-27T08:00:00Z");
  }

  @Test
  void a_negative_duration_is_after_the_due_time() {
    var task = TASK.due(due("2026-03-01T10:00", BERLIN)).reminders(before("-PT1H"));

    assertThat(instants(task, Person.UNKNOWN)).containsExactly("2026-03-01T10:00:00Z");
  }

  @Test
  void a_due_time_without_a_zone_is_in_the_zone_of_the_person() {
    var task = TASK.due(due("2026-03-01T10:00", null)).reminders(before("PT0S"));

    assertThat(instants(task, IN_BERLIN)).containsExactly("2026-03-01T09:00:00Z");
    assertThat(instants(task, Person.UNKNOWN)).containsExactly("2026-03-01T10:00:00Z");
  }

  @Test
  void an_absolute_reminder_is_in_its_own_zone_or_else_in_the_zone_of_the_person() {
    var task =
        TASK.reminders(
            at("2026-03-01T07:00", ZoneId.of("Asia/Tokyo")), at("2026-03-01T07:00", null));

    assertThat(instants(task, IN_BERLIN))
        .containsExactly("2026-02-28T22:00:00Z", "2026-03-01T06:00:00Z");
  }

  @Test
  void a_reminder_of_an_all_day_task_is_relative_to_nine_or_to_the_chosen_time() {
    var task = TASK.due(DAY).reminders(before("PT1H"));
    var early = Person.of(profile("ada", 1, BERLIN, null, LocalTime.of(6, 30), null, null));

    assertThat(instants(task, IN_BERLIN)).containsExactly("2026-03-01T07:00:00Z");
    assertThat(instants(task, early)).containsExactly("2026-03-01T04:30:00Z");
  }

  @Test
  void a_task_without_reminders_has_the_default_ones_if_it_has_a_due_time() {
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
  void a_task_with_an_empty_list_has_no_reminders() {
    assertThat(
            instants(TASK.due(due("2026-03-01T10:00", BERLIN)).withoutReminders(), Person.UNKNOWN))
        .isEmpty();
  }

  @Test
  void a_relative_reminder_of_a_task_without_a_due_date_is_not_planned() {
    assertThat(instants(TASK.reminders(before("PT1H")), Person.UNKNOWN)).isEmpty();
  }

  @Test
  void a_skipped_local_time_is_moved_forward_and_of_a_repeated_one_the_first_is_used() {
    var gap = TASK.due(due("2026-03-29T02:30", BERLIN)).reminders(before("PT0S"));
    var overlap = TASK.due(due("2026-10-25T02:30", BERLIN)).reminders(before("PT0S"));

    assertThat(instants(gap, Person.UNKNOWN)).containsExactly("2026-03-29T01:30:00Z");
    assertThat(instants(overlap, Person.UNKNOWN)).containsExactly("2026-10-25T00:30:00Z");
  }

  @Test
  void a_reminder_in_quiet_hours_fires_when_they_end() {
    var quiet = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0));
    var person = Person.of(profile("ada", 1, BERLIN, null, null, quiet, null));
    var task = TASK.reminders(at("2026-03-01T23:00", null), at("2026-03-02T07:00", null));

    assertThat(ReminderPlan.of(task.snapshot(), person))
        .extracting(planned -> planned.firesAt().toString())
        .containsExactly("2026-03-02T06:00:00Z", "2026-03-02T06:00:00Z");
  }

  @Test
  void the_id_depends_on_the_reminder_and_its_instant() {
    var one = TASK.due(due("2026-03-01T10:00", BERLIN));
    var moved = TASK.due(due("2026-03-01T11:00", BERLIN));

    assertThat(ids(one)).isEqualTo(ids(one)).doesNotContainAnyElementsOf(ids(moved));
  }

  private static List<UUID> ids(Fixtures.TaskFixture task) {
    return ReminderPlan.of(task.snapshot(), Person.UNKNOWN).stream()
        .map(PlannedReminder::id)
        .toList();
  }

  private static List<String> instants(Fixtures.TaskFixture task, Person person) {
    return ReminderPlan.of(task.snapshot(), person).stream()
        .map(PlannedReminder::instant)
        .map(Instant::toString)
        .toList();
  }
}
