package dev.perennial.reminders;

import static dev.perennial.reminders.Fixtures.NOW;
import static dev.perennial.reminders.Fixtures.before;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.ReminderKey;
import dev.perennial.reminders.KeptReminder.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplanningTest {

  private static final UUID TASK = UUID.randomUUID();
  private static final Instant LATER = NOW.plus(Duration.ofHours(1));

  @Test
  void what_is_asked_for_is_planned() {
    assertThat(change(List.of(), asked(LATER)))
        .extracting(KeptReminder::state)
        .containsExactly(State.PLANNED);
  }

  @Test
  void what_was_past_when_it_was_asked_for_is_kept_as_past() {
    assertThat(change(List.of(), asked(NOW)))
        .extracting(KeptReminder::state)
        .containsExactly(State.PAST);
  }

  @Test
  void what_is_no_longer_asked_for_is_cancelled_and_comes_back_if_it_is_asked_for_again() {
    var planned = change(List.of(), asked(LATER));

    var moved = change(planned, asked(LATER.plusSeconds(60)));
    assertThat(moved)
        .extracting(KeptReminder::state)
        .containsExactly(State.PLANNED, State.CANCELLED);

    assertThat(change(List.of(moved.getLast()), asked(LATER)))
        .extracting(KeptReminder::state)
        .containsExactly(State.PLANNED);
  }

  @Test
  void a_cancelled_one_whose_instant_has_passed_does_not_come_back() {
    var cancelled = Replanning.cancelled(change(List.of(), asked(LATER)));

    var changed =
        Replanning.changes(cancelled, List.of(asked(LATER)), TASK, 3, "ada", LATER.plusSeconds(1));

    assertThat(changed).isEmpty();
  }

  @Test
  void what_was_told_stays_told() {
    var due = with(change(List.of(), asked(LATER)).getFirst(), State.DUE);

    assertThat(change(List.of(due), asked(LATER))).isEmpty();
    assertThat(change(List.of(due))).isEmpty();
  }

  @Test
  void a_snooze_stays_when_the_task_changes_and_ends_when_somebody_else_has_it() {
    var until = LATER.plus(Duration.ofDays(1));
    var snoozed = change(List.of(), asked(LATER)).getFirst().snoozed(until);

    assertThat(change(List.of(snoozed), asked(LATER)))
        .allSatisfy(
            reminder -> {
              assertThat(reminder.firesAt()).isEqualTo(until);
              assertThat(reminder.snoozed()).isTrue();
            });
    assertThat(Replanning.changes(List.of(snoozed), List.of(asked(LATER)), TASK, 3, "grace", NOW))
        .singleElement()
        .satisfies(
            reminder -> {
              assertThat(reminder.userId()).isEqualTo("grace");
              assertThat(reminder.firesAt()).isEqualTo(LATER);
              assertThat(reminder.snoozed()).isFalse();
            });
  }

  private static List<KeptReminder> change(List<KeptReminder> kept, PlannedReminder... asked) {
    return Replanning.changes(kept, List.of(asked), TASK, 2, "ada", NOW);
  }

  private static PlannedReminder asked(Instant instant) {
    var key = ReminderKey.of(before("PT15M"));
    return new PlannedReminder(NamedId.ofReminder(TASK, key, instant), key, instant, instant);
  }

  private static KeptReminder with(KeptReminder reminder, State state) {
    return new KeptReminder(
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
