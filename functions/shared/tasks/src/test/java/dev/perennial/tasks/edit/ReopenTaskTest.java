package dev.perennial.tasks.edit;

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
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.Task;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReopenTaskTest {

  private static final Task COMPLETED = completed(dailyTask());
  private static final Task NEXT = nextOf(COMPLETED);
  private static final Task EDITED =
      EditTask.edit(NEXT, edit(draft("Mine", NEXT.content().due(), DAILY), Field.TITLE), atNoon())
          .task();

  @Test
  void an_untouched_next_is_taken_back() {
    var reopened = ReopenTask.reopen(COMPLETED, NEXT, null, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED, TASK_DELETED);
    assertThat(reopened.events().getLast().reason()).isEqualTo(DeletionReason.REOPENED);
    assertThat(reopened.task().isOpen()).isTrue();
    assertThat(reopened.others()).extracting(Task::id).containsExactly(NEXT.id());
  }

  @Test
  void an_unassigned_but_otherwise_untouched_next_is_taken_back() {
    var unassigned = UnassignTask.unassign(NEXT, atNoon()).task();

    var reopened = ReopenTask.reopen(COMPLETED, unassigned, null, atNoon());

    assertThat(unassigned.touched()).isFalse();
    assertThat(UnassignTask.unassign(EDITED, atNoon()).task().touched()).isTrue();
    assertThat(types(reopened)).containsExactly(TASK_REOPENED, TASK_DELETED);
  }

  @Test
  void an_untouched_next_is_kept_on_request() {
    var reopened = ReopenTask.reopen(COMPLETED, NEXT, NextChoice.KEEP, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED);
    assertThat(reopened.others()).isEmpty();
  }

  @Test
  void a_next_occurrence_that_is_created_again_has_a_later_version() {
    var taken = ReopenTask.reopen(COMPLETED, NEXT, null, atNoon()).others().getFirst();

    var again =
        CreateTask.createNext(
                COMPLETED, COMPLETED.nextOccurrence().orElseThrow(), taken, Set.of(ADA), atNoon())
            .task();

    assertThat(again.id()).isEqualTo(NEXT.id());
    assertThat(again.version()).isGreaterThan(taken.version());
    assertThat(again.touched()).isFalse();
  }

  @Test
  void a_skipped_task_can_be_reopened_too() {
    var skipped = CloseTask.skip(dailyTask(), UTC, atNoon()).task();

    var reopened = ReopenTask.reopen(skipped, nextOf(skipped), null, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED, TASK_DELETED);
    assertThat(reopened.task().snapshot().status()).isEqualTo(Status.OPEN);
  }

  static Stream<Task> touched() {
    return Stream.of(EDITED, completed(NEXT), CloseTask.skip(NEXT, UTC, atNoon()).task());
  }

  @ParameterizedTest
  @MethodSource("touched")
  void a_touched_next_requires_a_choice_and_is_returned(Task touched) {
    assertThatThrownBy(() -> ReopenTask.reopen(COMPLETED, touched, null, atNoon()))
        .isInstanceOfSatisfying(
            RefusedCommand.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(RefusedCommand.Reason.NEXT_TOUCHED);
              assertThat(refused.next()).contains(touched.snapshot());
            });
  }

  @ParameterizedTest
  @MethodSource("touched")
  void a_touched_next_is_kept_if_requested(Task touched) {
    var reopened = ReopenTask.reopen(COMPLETED, touched, NextChoice.KEEP, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED);
    assertThat(reopened.others()).isEmpty();
  }

  @Test
  void a_touched_next_is_deleted_if_requested() {
    var reopened = ReopenTask.reopen(COMPLETED, EDITED, NextChoice.DELETE, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED, TASK_DELETED);
  }

  @Test
  void a_completed_next_is_not_deleted() {
    assertThatThrownBy(
            () -> ReopenTask.reopen(COMPLETED, completed(NEXT), NextChoice.DELETE, atNoon()))
        .isInstanceOf(RefusedCommand.class)
        .hasMessageContaining("the next occurrence is completed");
  }

  @Test
  void a_deleted_open_next_is_created_again() {
    var deleted = DeleteTask.delete(EDITED, null, UTC, List.of(EDITED), atNoon()).task();

    var reopened = ReopenTask.reopen(COMPLETED, deleted, null, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED);
    assertThat(reopened.others().getFirst().deletion().reason()).isEqualTo(DeletionReason.REOPENED);
  }

  @Test
  void a_skipped_and_deleted_next_is_left_since_its_series_has_continued() {
    var passedOver = DeleteTask.delete(NEXT, Scope.THIS, UTC, List.of(NEXT), atNoon()).task();

    assertThat(ReopenTask.reopen(COMPLETED, passedOver, null, atNoon()).others()).isEmpty();
  }

  @Test
  void reopening_an_open_task_changes_nothing() {
    assertThat(ReopenTask.reopen(openTask(), null, null, atNoon()).events()).isEmpty();
  }
}
