package dev.perennial.reminders;

import static dev.perennial.reminders.Fixtures.NOW;
import static dev.perennial.reminders.Fixtures.before;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.ReminderKey;
import dev.perennial.reminders.StoredReminder.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplanningTest {

  private static final UUID TASK = UUID.randomUUID();
  private static final Instant LATER = NOW.plus(Duration.ofHours(1));

  @Test
  void a_new_reminder_is_planned() {
    assertThat(change(List.of(), reminder(LATER)))
        .extracting(StoredReminder::state)
        .containsExactly(State.PLANNED);
  }

  @Test
  void a_new_reminder_whose_instant_has_passed_is_stored_as_past() {
    assertThat(change(List.of(), reminder(NOW)))
        .extracting(StoredReminder::state)
        .containsExactly(State.PAST);
  }

  @Test
  void a_removed_reminder_is_cancelled_and_planned_again_if_it_is_added_again() {
    var planned = change(List.of(), reminder(LATER));

    var moved = change(planned, reminder(LATER.plusSeconds(60)));
    assertThat(moved)
        .extracting(StoredReminder::state)
        .containsExactly(State.PLANNED, State.CANCELLED);

    assertThat(change(List.of(moved.getLast()), reminder(LATER)))
        .extracting(StoredReminder::state)
        .containsExactly(State.PLANNED);
  }

  @Test
  void a_cancelled_reminder_whose_instant_has_passed_stays_cancelled() {
    var cancelled = Replanning.cancelled(change(List.of(), reminder(LATER)));

    var changed =
        Replanning.changes(
            cancelled, List.of(reminder(LATER)), TASK, 3, "ada", LATER.plusSeconds(1));

    assertThat(changed).isEmpty();
  }

  @Test
  void a_reminder_that_was_due_does_not_change() {
    var due = with(change(List.of(), reminder(LATER)).getFirst(), State.DUE);

    assertThat(change(List.of(due), reminder(LATER))).isEmpty();
    assertThat(change(List.of(due))).isEmpty();
  }

  @Test
  void a_snooze_is_kept_when_the_task_changes_and_dropped_when_it_is_assigned_to_another_person() {
    var until = LATER.plus(Duration.ofDays(1));
    var snoozed = change(List.of(), reminder(LATER)).getFirst().snoozed(until);

    assertThat(change(List.of(snoozed), reminder(LATER)))
        .allSatisfy(
            reminder -> {
              assertThat(reminder.firesAt()).isEqualTo(until);
              assertThat(reminder.snoozed()).isTrue();
            });
    assertThat(
            Replanning.changes(List.of(snoozed), List.of(reminder(LATER)), TASK, 3, "grace", NOW))
        .singleElement()
        .satisfies(
            reminder -> {
              assertThat(reminder.userId()).isEqualTo("grace");
              assertThat(reminder.firesAt()).isEqualTo(LATER);
              assertThat(reminder.snoozed()).isFalse();
            });
  }

  private static List<StoredReminder> change(
      List<StoredReminder> stored, PlannedReminder... planned) {
    return Replanning.changes(stored, List.of(planned), TASK, 2, "ada", NOW);
  }

  private static PlannedReminder reminder(Instant instant) {
    var key = ReminderKey.of(before("PT15M"));
    return new PlannedReminder(NamedId.ofReminder(TASK, key, instant), key, instant, instant);
  }

  private static StoredReminder with(StoredReminder reminder, State state) {
    return new StoredReminder(
        reminder.id(),
        reminder.taskId(),
        reminder.key(),
        reminder.userId(),
        1,
        reminder.instant(),
        reminder.firesAt(),
        false,
        false,
        state,
        null);
  }
}
