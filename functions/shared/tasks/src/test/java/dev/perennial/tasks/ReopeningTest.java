package dev.perennial.tasks;

import static dev.perennial.events.EventType.TASK_DELETED;
import static dev.perennial.events.EventType.TASK_REOPENED;
import static dev.perennial.tasks.Fixtures.ADA;
import static dev.perennial.tasks.Fixtures.DAILY;
import static dev.perennial.tasks.Fixtures.atNoon;
import static dev.perennial.tasks.Fixtures.completed;
import static dev.perennial.tasks.Fixtures.dailyTask;
import static dev.perennial.tasks.Fixtures.draft;
import static dev.perennial.tasks.Fixtures.edit;
import static dev.perennial.tasks.Fixtures.nextOf;
import static dev.perennial.tasks.Fixtures.openTask;
import static dev.perennial.tasks.Fixtures.types;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.tasks.Task.NextChoice;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReopeningTest {

  private static final Task COMPLETED = completed(dailyTask());
  private static final Task NEXT = nextOf(COMPLETED);
  private static final Task EDITED =
      NEXT.edit(edit(draft("Mine", NEXT.content().due(), DAILY), Field.TITLE), atNoon()).task();

  @Test
  void takes_the_untouched_next_back() {
    var reopened = COMPLETED.reopen(NEXT, null, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED, TASK_DELETED);
    assertThat(reopened.facts().getLast().reason()).isEqualTo(DeletionReason.REOPENED);
    assertThat(reopened.task().isOpen()).isTrue();
    assertThat(reopened.others()).extracting(Task::id).containsExactly(NEXT.id());
  }

  @Test
  void takes_back_a_next_that_is_nobody_s_any_more_but_as_it_was_made() {
    var unassigned = NEXT.unassign(atNoon()).task();

    var reopened = COMPLETED.reopen(unassigned, null, atNoon());

    assertThat(unassigned.touched()).isFalse();
    assertThat(EDITED.unassign(atNoon()).task().touched()).isTrue();
    assertThat(types(reopened)).containsExactly(TASK_REOPENED, TASK_DELETED);
  }

  @Test
  void keeps_an_untouched_next_if_told() {
    var reopened = COMPLETED.reopen(NEXT, NextChoice.KEEP, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED);
    assertThat(reopened.others()).isEmpty();
  }

  @Test
  void a_next_that_comes_again_has_a_later_version() {
    var taken = COMPLETED.reopen(NEXT, null, atNoon()).others().getFirst();

    var again =
        COMPLETED
            .makeNext(COMPLETED.nextOccurrence().orElseThrow(), taken, Set.of(ADA), atNoon())
            .task();

    assertThat(again.id()).isEqualTo(NEXT.id());
    assertThat(again.version()).isGreaterThan(taken.version());
    assertThat(again.touched()).isFalse();
  }

  @Test
  void of_what_was_skipped_works_alike() {
    var skipped = dailyTask().skip(UTC, atNoon()).task();

    var reopened = skipped.reopen(nextOf(skipped), null, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED, TASK_DELETED);
    assertThat(reopened.task().snapshot().status()).isEqualTo(Status.OPEN);
  }

  static Stream<Task> touched() {
    return Stream.of(EDITED, completed(NEXT), NEXT.skip(UTC, atNoon()).task());
  }

  @ParameterizedTest
  @MethodSource("touched")
  void asks_what_becomes_of_a_touched_next_and_names_it(Task touched) {
    assertThatThrownBy(() -> COMPLETED.reopen(touched, null, atNoon()))
        .isInstanceOfSatisfying(
            RefusedAct.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(RefusedAct.Reason.NEXT_TOUCHED);
              assertThat(refused.next()).contains(touched);
            });
  }

  @ParameterizedTest
  @MethodSource("touched")
  void keeps_a_touched_next_if_told(Task touched) {
    var reopened = COMPLETED.reopen(touched, NextChoice.KEEP, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED);
    assertThat(reopened.others()).isEmpty();
  }

  @Test
  void deletes_a_touched_next_if_told() {
    var reopened = COMPLETED.reopen(EDITED, NextChoice.DELETE, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED, TASK_DELETED);
  }

  @Test
  void does_not_delete_a_next_that_is_done_itself() {
    assertThatThrownBy(() -> COMPLETED.reopen(completed(NEXT), NextChoice.DELETE, atNoon()))
        .isInstanceOf(RefusedAct.class)
        .hasMessageContaining("completed itself");
  }

  @Test
  void lets_a_next_that_somebody_deleted_come_again() {
    var deleted = EDITED.delete(null, UTC, List.of(EDITED), atNoon()).task();

    var reopened = COMPLETED.reopen(deleted, null, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED);
    assertThat(reopened.others().getFirst().deletion().reason()).isEqualTo(DeletionReason.REOPENED);
  }

  @Test
  void leaves_a_next_that_was_passed_over_since_its_series_has_gone_on() {
    var passedOver = NEXT.delete(Scope.THIS, UTC, List.of(NEXT), atNoon()).task();

    assertThat(COMPLETED.reopen(passedOver, null, atNoon()).others()).isEmpty();
  }

  @Test
  void of_an_open_task_changes_nothing() {
    assertThat(openTask().reopen(null, null, atNoon()).facts()).isEmpty();
  }
}
