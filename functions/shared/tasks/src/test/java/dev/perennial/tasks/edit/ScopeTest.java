package dev.perennial.tasks.edit;

import static dev.perennial.events.EventType.TASK_DELETED;
import static dev.perennial.events.EventType.TASK_SCHEDULED;
import static dev.perennial.events.EventType.TASK_SKIPPED;
import static dev.perennial.events.EventType.TASK_UPDATED;
import static dev.perennial.tasks.Fixtures.DAILY;
import static dev.perennial.tasks.Fixtures.NOON;
import static dev.perennial.tasks.Fixtures.at;
import static dev.perennial.tasks.Fixtures.atNoon;
import static dev.perennial.tasks.Fixtures.completed;
import static dev.perennial.tasks.Fixtures.created;
import static dev.perennial.tasks.Fixtures.dailyTask;
import static dev.perennial.tasks.Fixtures.draft;
import static dev.perennial.tasks.Fixtures.edit;
import static dev.perennial.tasks.Fixtures.every;
import static dev.perennial.tasks.Fixtures.nextOf;
import static dev.perennial.tasks.Fixtures.openTask;
import static dev.perennial.tasks.Fixtures.rule;
import static dev.perennial.tasks.Fixtures.timed;
import static dev.perennial.tasks.Fixtures.types;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Deletion;
import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.Task;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.NullSource;

/** How far an edit and a deletion reach into a series. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ScopeTest {

  private static final Due FIRST = timed("2026-03-01", "09:00", "Europe/Berlin");
  private static final Due SECOND = timed("2026-03-02", "09:00", "Europe/Berlin");
  private static final Due MOVED = timed("2026-03-04", "17:00", "Europe/Berlin");
  private static final Due AFTER_MOVED = timed("2026-03-05", "17:00", "Europe/Berlin");

  @ParameterizedTest
  @NullSource
  @EnumSource(mode = Mode.EXCLUDE, names = "THIS")
  void an_edited_title_carries_over_to_the_next_occurrence(@Nullable Scope scope) {
    var edited =
        EditTask.edit(dailyTask(), edit(titled("Cacti"), scope, Field.TITLE), atNoon()).task();

    assertThat(nextOf(completed(edited)).content().title()).isEqualTo("Cacti");
  }

  @Test
  void a_title_edited_for_this_occurrence_does_not_carry_over() {
    var edited =
        EditTask.edit(dailyTask(), edit(titled("Cacti"), Scope.THIS, Field.TITLE), atNoon()).task();

    assertThat(edited.content().title()).isEqualTo("Cacti");
    assertThat(nextOf(completed(edited)).content().title()).isEqualTo("Water the ferns");
  }

  @Test
  void a_later_edit_of_all_overrides_an_earlier_edit_of_this_occurrence() {
    var first =
        EditTask.edit(dailyTask(), edit(titled("Cacti"), Scope.THIS, Field.TITLE), atNoon()).task();

    var edited =
        EditTask.edit(first, edit(titled("Palms"), Scope.ALL, Field.TITLE), atNoon()).task();

    assertThat(edited.carried()).isNull();
    assertThat(nextOf(completed(edited)).content().title()).isEqualTo("Palms");
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(names = "THIS")
  void moving_the_due_date_leaves_the_rule_alone(@Nullable Scope scope) {
    var moved = EditTask.edit(dailyTask(), edit(draft(MOVED, DAILY), scope, Field.DUE), atNoon());

    assertThat(types(moved)).containsExactly(TASK_UPDATED, TASK_SCHEDULED);
    assertThat(moved.task().snapshot().occurrence()).isEqualTo("2026-03-01T09:00");
    assertThat(nextOf(completed(moved.task())).content().due()).isEqualTo(SECOND);
  }

  @Test
  void moving_with_scope_following_splits_the_series_here() {
    var task = dailyTask();
    var second = nextOf(completed(task));

    var moved =
        EditTask.edit(second, edit(draft(MOVED, DAILY), Scope.FOLLOWING, Field.DUE), atNoon())
            .task();

    assertThat(moved.snapshot().seriesId()).isNotEqualTo(task.snapshot().seriesId());
    assertThat(moved.snapshot().occurrence()).isEqualTo("2026-03-04T17:00");
    assertThat(moved.snapshot().occurrenceNumber()).isEqualTo(1);
    assertThat(nextOf(completed(moved)).content().due()).isEqualTo(AFTER_MOVED);
  }

  @Test
  void a_split_series_has_the_remaining_number_of_occurrences() {
    var first = created(FIRST, rule("{'frequency':'daily','end':{'after':3}}")).task();
    var second = nextOf(completed(first));

    var split =
        EditTask.edit(second, edit(titled("Cacti"), Scope.FOLLOWING, Field.TITLE), atNoon()).task();

    assertThat(completed(nextOf(completed(split))).nextOccurrence()).isEmpty();
    assertThat(completed(split).nextOccurrence()).isPresent();
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(names = "FOLLOWING")
  void a_partly_changed_rule_keeps_its_anchor(@Nullable Scope scope) {
    var first = created(FIRST, rule("{'frequency':'daily','end':{'after':3}}")).task();
    var second = nextOf(completed(first));
    var everyOther = rule("{'frequency':'daily','interval':2,'end':{'after':3}}");

    var split =
        EditTask.edit(second, edit(draft(SECOND, everyOther), scope, Field.RECURRENCE), atNoon());

    assertThat(split.task().rule().end().after()).isEqualTo(2);
    assertThat(completed(nextOf(completed(split.task()))).nextOccurrence()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(names = "FOLLOWING")
  void an_edited_end_counts_from_this_occurrence(@Nullable Scope scope) {
    var first = created(FIRST, rule("{'frequency':'daily','end':{'after':3}}")).task();
    var second = nextOf(completed(first));
    var five = rule("{'frequency':'daily','end':{'after':5}}");

    var split =
        EditTask.edit(second, edit(draft(SECOND, five), scope, Field.RECURRENCE), atNoon()).task();

    assertThat(split.rule().end().after()).isEqualTo(5);
  }

  @Test
  void a_series_past_its_count_is_split_into_this_occurrence_alone() {
    var first = created(FIRST, rule("{'frequency':'daily','end':{'after':5}}")).task();
    var third = nextOf(completed(nextOf(completed(first))));
    var two = rule("{'frequency':'daily','end':{'after':2}}");
    var lowered =
        EditTask.edit(third, edit(draft(SECOND, two), Scope.ALL, Field.RECURRENCE), atNoon())
            .task();

    var split =
        EditTask.edit(
            lowered, edit(draft("Cacti", SECOND, two), Scope.FOLLOWING, Field.TITLE), atNoon());

    assertThat(split.task().rule().end().after()).isEqualTo(1);
    assertThat(completed(split.task()).nextOccurrence()).isEmpty();
  }

  @Test
  void moving_all_moves_the_rule_and_the_series_stays_the_same() {
    var second = nextOf(completed(dailyTask()));

    var moved =
        EditTask.edit(second, edit(draft(MOVED, DAILY), Scope.ALL, Field.DUE), atNoon()).task();

    assertThat(moved.snapshot().seriesId()).isEqualTo(second.snapshot().seriesId());
    assertThat(moved.snapshot().occurrenceNumber()).isEqualTo(2);
    assertThat(nextOf(completed(moved)).content().due()).isEqualTo(AFTER_MOVED);
  }

  @Test
  void a_rule_that_is_moved_back_gives_the_same_date_again_as_another_task() {
    var second = nextOf(completed(dailyTask()));

    var back =
        EditTask.edit(second, edit(draft(FIRST, DAILY), Scope.ALL, Field.DUE), atNoon()).task();
    var next = nextOf(CloseTask.complete(back, UTC, at(NOON.minusSeconds(36_000))).task());

    assertThat(next.content().due()).isEqualTo(SECOND);
    assertThat(next.id()).isNotEqualTo(second.id());
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(names = "FOLLOWING")
  void another_rule_is_another_series_from_this_due_date(@Nullable Scope scope) {
    var task = dailyTask();
    var rule = every(2, Frequency.WEEKLY);

    var edited =
        EditTask.edit(task, edit(draft(MOVED, rule), scope, Field.RECURRENCE, Field.DUE), atNoon())
            .task();

    assertThat(edited.snapshot().seriesId()).isNotEqualTo(task.snapshot().seriesId());
    assertThat(edited.snapshot().occurrence()).isEqualTo("2026-03-04T17:00");
    assertThat(nextOf(completed(edited)).content().due())
        .isEqualTo(timed("2026-03-18", "17:00", "Europe/Berlin"));
  }

  @Test
  void another_rule_of_all_is_the_same_series() {
    var task = dailyTask();
    var rule = every(2, Frequency.WEEKLY);

    var edited =
        EditTask.edit(task, edit(draft(FIRST, rule), Scope.ALL, Field.RECURRENCE), atNoon()).task();

    assertThat(edited.snapshot().seriesId()).isEqualTo(task.snapshot().seriesId());
    assertThat(nextOf(completed(edited)).content().due())
        .isEqualTo(timed("2026-03-15", "09:00", "Europe/Berlin"));
  }

  @Test
  void the_same_recurrence_sent_for_a_moved_task_starts_a_new_series_there() {
    var moved = EditTask.edit(dailyTask(), edit(draft(MOVED, DAILY), Field.DUE), atNoon()).task();

    assertThat(
            EditTask.edit(moved, edit(draft(MOVED, DAILY), Field.RECURRENCE), atNoon())
                .task()
                .snapshot()
                .occurrence())
        .isEqualTo("2026-03-04T17:00");
  }

  @Test
  void without_a_recurrence_a_task_does_not_recur() {
    var edited =
        EditTask.edit(dailyTask(), edit(draft(FIRST, null), Field.RECURRENCE), atNoon()).task();

    assertThat(edited.occurrence()).isNull();
    assertThat(completed(edited).nextOccurrence()).isEmpty();
  }

  @Test
  void one_occurrence_has_no_rule_and_no_list_of_its_own() {
    var weekly = edit(draft(FIRST, every(1, Frequency.WEEKLY)), Scope.THIS, Field.RECURRENCE);
    var elsewhere =
        new Draft(
            new Content(
                UUID.randomUUID(), "Away", null, Priority.NONE, List.of(), FIRST, null, null),
            DAILY);

    assertRefused(
        () -> EditTask.edit(dailyTask(), weekly, atNoon()), RefusedCommand.Reason.RULE_OF_ONE);
    assertRefused(
        () -> EditTask.edit(dailyTask(), edit(elsewhere, Scope.THIS, Field.LIST), atNoon()),
        RefusedCommand.Reason.LIST_OF_ONE);
  }

  @Test
  void a_closed_occurrence_keeps_its_recurrence_but_can_be_renamed() {
    var completed = completed(dailyTask());

    assertRefused(
        () -> EditTask.edit(completed, edit(draft(FIRST, null), Field.RECURRENCE), atNoon()),
        RefusedCommand.Reason.TASK_COMPLETED);
    assertThat(types(EditTask.edit(completed, edit(titled("Watered"), Field.TITLE), atNoon())))
        .containsExactly(TASK_UPDATED);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "THIS")
  void closed_occurrences_stay_when_the_series_changes(Scope scope) {
    assertRefused(
        () ->
            EditTask.edit(
                completed(dailyTask()), edit(titled("Other"), scope, Field.TITLE), atNoon()),
        RefusedCommand.Reason.TASK_COMPLETED);
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(mode = Mode.EXCLUDE, names = "THIS")
  void deleting_the_open_occurrence_ends_the_series(@Nullable Scope scope) {
    var task = dailyTask();

    var deleted = DeleteTask.delete(task, scope, UTC, List.of(task), at(NOON.plusSeconds(9)));

    assertThat(types(deleted)).containsExactly(TASK_DELETED);
    assertThat(deleted.events().getFirst().reason()).isEqualTo(DeletionReason.TASK);
    assertThat(deleted.events().getFirst().changes()).isEmpty();
    assertThat(deleted.task().deletion())
        .isEqualTo(new Deletion(NOON.plusSeconds(9), DeletionReason.TASK));
    assertThat(deleted.others()).isEmpty();
    assertThat(deleted.task().nextOccurrence()).isEmpty();
  }

  @Test
  void deleting_this_occurrence_skips_it() {
    var task = dailyTask();

    var deleted = DeleteTask.delete(task, Scope.THIS, UTC, List.of(task), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_SKIPPED, TASK_DELETED);
    assertThat(deleted.events().getLast().reason()).isEqualTo(DeletionReason.OCCURRENCE);
    assertThat(nextOf(deleted.task()).content().due()).isEqualTo(SECOND);
  }

  @Test
  void deleting_a_closed_occurrence_leaves_what_follows() {
    var completed = completed(dailyTask());

    var deleted = DeleteTask.delete(completed, null, UTC, List.of(nextOf(completed)), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_DELETED);
    assertThat(deleted.task().nextOccurrence()).isPresent();
  }

  @Test
  void deleting_following_from_a_closed_occurrence_deletes_the_open_one() {
    var completed = completed(dailyTask());
    var open = nextOf(completed);

    var deleted = DeleteTask.delete(completed, Scope.FOLLOWING, UTC, List.of(open), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_DELETED, TASK_DELETED);
    assertThat(deleted.others()).extracting(Task::id).containsExactly(open.id());
    assertThat(deleted.task().nextOccurrence()).isEmpty();
  }

  @Test
  void deleting_all_takes_each_open_occurrence_and_what_follows_those_from_here_on() {
    var first = dailyTask();
    var second = nextOf(completed(first));
    var both = List.of(first, second);

    assertThat(DeleteTask.delete(second, Scope.ALL, UTC, both, atNoon()).others()).hasSize(1);
    assertThat(DeleteTask.delete(second, Scope.FOLLOWING, UTC, both, atNoon()).others()).isEmpty();
    assertThat(DeleteTask.delete(first, Scope.FOLLOWING, UTC, both, atNoon()).others()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "THIS")
  void deleting_a_closed_occurrence_ends_the_series_with_the_last_one_though_that_is_closed(
      Scope scope) {
    var first = completed(dailyTask());
    var second = completed(nextOf(first));

    var deleted = DeleteTask.delete(first, scope, UTC, List.of(second), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_DELETED, TASK_UPDATED);
    var last = deleted.others().getFirst();
    assertThat(last.closing()).isEqualTo(second.closing());
    assertThat(last.deletion()).isNull();
    assertThat(last.rule().end().after()).isEqualTo(2);
    assertThat(last.nextOccurrence()).isEmpty();
  }

  @Test
  void deleting_ends_a_series_with_a_skipped_last_one_without_an_event_for_it() {
    var first = completed(dailyTask());
    var passedOver = DeleteTask.delete(nextOf(first), Scope.THIS, UTC, List.of(), atNoon()).task();

    var deleted = DeleteTask.delete(first, Scope.ALL, UTC, List.of(passedOver), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_DELETED);
    assertThat(deleted.others().getFirst().nextOccurrence()).isEmpty();
  }

  @Test
  void a_task_that_does_not_recur_is_deleted_with_any_scope() {
    var deleted = DeleteTask.delete(openTask(), Scope.THIS, UTC, List.of(), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_DELETED);
  }

  private static Draft titled(String title) {
    return draft(title, FIRST, DAILY);
  }

  private static void assertRefused(Runnable command, RefusedCommand.Reason reason) {
    assertThatThrownBy(command::run)
        .isInstanceOfSatisfying(
            RefusedCommand.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
