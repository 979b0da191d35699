package dev.perennial.tasks;

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
  void a_title_is_the_next_one_s_too(@Nullable Scope scope) {
    var edited = dailyTask().edit(edit(titled("Cacti"), scope, Field.TITLE), atNoon()).task();

    assertThat(nextOf(completed(edited)).content().title()).isEqualTo("Cacti");
  }

  @Test
  void a_title_of_this_occurrence_is_not_the_next_one_s() {
    var edited = dailyTask().edit(edit(titled("Cacti"), Scope.THIS, Field.TITLE), atNoon()).task();

    assertThat(edited.content().title()).isEqualTo("Cacti");
    assertThat(nextOf(completed(edited)).content().title()).isEqualTo("Water the ferns");
  }

  @Test
  void what_is_written_of_all_later_goes_before_what_was_written_of_this_one() {
    var first = dailyTask().edit(edit(titled("Cacti"), Scope.THIS, Field.TITLE), atNoon()).task();

    var edited = first.edit(edit(titled("Palms"), Scope.ALL, Field.TITLE), atNoon()).task();

    assertThat(edited.carried()).isNull();
    assertThat(nextOf(completed(edited)).content().title()).isEqualTo("Palms");
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(names = "THIS")
  void moving_the_due_date_leaves_the_rule_alone(@Nullable Scope scope) {
    var moved = dailyTask().edit(edit(draft(MOVED, DAILY), scope, Field.DUE), atNoon());

    assertThat(types(moved)).containsExactly(TASK_UPDATED, TASK_SCHEDULED);
    assertThat(moved.task().snapshot().occurrence()).isEqualTo("2026-03-01T09:00");
    assertThat(nextOf(completed(moved.task())).content().due()).isEqualTo(SECOND);
  }

  @Test
  void moving_this_and_what_follows_splits_the_series_here() {
    var task = dailyTask();
    var second = nextOf(completed(task));

    var moved = second.edit(edit(draft(MOVED, DAILY), Scope.FOLLOWING, Field.DUE), atNoon()).task();

    assertThat(moved.snapshot().seriesId()).isNotEqualTo(task.snapshot().seriesId());
    assertThat(moved.snapshot().occurrence()).isEqualTo("2026-03-04T17:00");
    assertThat(moved.snapshot().occurrenceNumber()).isEqualTo(1);
    assertThat(nextOf(completed(moved)).content().due()).isEqualTo(AFTER_MOVED);
  }

  @Test
  void a_split_series_has_the_occurrences_that_are_left() {
    var first = created(FIRST, rule("{'frequency':'daily','end':{'after':3}}")).task();
    var second = nextOf(completed(first));

    var split = second.edit(edit(titled("Cacti"), Scope.FOLLOWING, Field.TITLE), atNoon()).task();

    assertThat(completed(nextOf(completed(split))).nextOccurrence()).isEmpty();
    assertThat(completed(split).nextOccurrence()).isPresent();
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(names = "FOLLOWING")
  void a_rule_that_is_changed_in_part_goes_on_counting(@Nullable Scope scope) {
    var first = created(FIRST, rule("{'frequency':'daily','end':{'after':3}}")).task();
    var second = nextOf(completed(first));
    var everyOther = rule("{'frequency':'daily','interval':2,'end':{'after':3}}");

    var split = second.edit(edit(draft(SECOND, everyOther), scope, Field.RECURRENCE), atNoon());

    assertThat(split.task().rule().end().after()).isEqualTo(2);
    assertThat(completed(nextOf(completed(split.task()))).nextOccurrence()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(names = "FOLLOWING")
  void an_end_that_is_said_counts_from_here(@Nullable Scope scope) {
    var first = created(FIRST, rule("{'frequency':'daily','end':{'after':3}}")).task();
    var second = nextOf(completed(first));
    var five = rule("{'frequency':'daily','end':{'after':5}}");

    var split = second.edit(edit(draft(SECOND, five), scope, Field.RECURRENCE), atNoon()).task();

    assertThat(split.rule().end().after()).isEqualTo(5);
  }

  @Test
  void a_series_that_has_had_more_than_its_count_is_split_into_this_one_alone() {
    var first = created(FIRST, rule("{'frequency':'daily','end':{'after':5}}")).task();
    var third = nextOf(completed(nextOf(completed(first))));
    var two = rule("{'frequency':'daily','end':{'after':2}}");
    var lowered =
        third.edit(edit(draft(SECOND, two), Scope.ALL, Field.RECURRENCE), atNoon()).task();

    var split =
        lowered.edit(edit(draft("Cacti", SECOND, two), Scope.FOLLOWING, Field.TITLE), atNoon());

    assertThat(split.task().rule().end().after()).isEqualTo(1);
    assertThat(completed(split.task()).nextOccurrence()).isEmpty();
  }

  @Test
  void moving_all_moves_the_rule_and_the_series_stays_the_same() {
    var second = nextOf(completed(dailyTask()));

    var moved = second.edit(edit(draft(MOVED, DAILY), Scope.ALL, Field.DUE), atNoon()).task();

    assertThat(moved.snapshot().seriesId()).isEqualTo(second.snapshot().seriesId());
    assertThat(moved.snapshot().occurrenceNumber()).isEqualTo(2);
    assertThat(nextOf(completed(moved)).content().due()).isEqualTo(AFTER_MOVED);
  }

  @Test
  void a_rule_that_is_moved_back_comes_by_the_same_date_again_as_another_task() {
    var second = nextOf(completed(dailyTask()));

    var back = second.edit(edit(draft(FIRST, DAILY), Scope.ALL, Field.DUE), atNoon()).task();
    var next = nextOf(back.complete(UTC, at(NOON.minusSeconds(36_000))).task());

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
        task.edit(edit(draft(MOVED, rule), scope, Field.RECURRENCE, Field.DUE), atNoon()).task();

    assertThat(edited.snapshot().seriesId()).isNotEqualTo(task.snapshot().seriesId());
    assertThat(edited.snapshot().occurrence()).isEqualTo("2026-03-04T17:00");
    assertThat(nextOf(completed(edited)).content().due())
        .isEqualTo(timed("2026-03-18", "17:00", "Europe/Berlin"));
  }

  @Test
  void another_rule_of_all_is_the_same_series() {
    var task = dailyTask();
    var rule = every(2, Frequency.WEEKLY);

    var edited = task.edit(edit(draft(FIRST, rule), Scope.ALL, Field.RECURRENCE), atNoon()).task();

    assertThat(edited.snapshot().seriesId()).isEqualTo(task.snapshot().seriesId());
    assertThat(nextOf(completed(edited)).content().due())
        .isEqualTo(timed("2026-03-15", "09:00", "Europe/Berlin"));
  }

  @Test
  void the_same_recurrence_said_of_a_moved_task_starts_a_new_series_there() {
    var moved = dailyTask().edit(edit(draft(MOVED, DAILY), Field.DUE), atNoon()).task();

    assertThat(
            moved
                .edit(edit(draft(MOVED, DAILY), Field.RECURRENCE), atNoon())
                .task()
                .snapshot()
                .occurrence())
        .isEqualTo("2026-03-04T17:00");
  }

  @Test
  void without_a_recurrence_it_does_not_come_back() {
    var edited = dailyTask().edit(edit(draft(FIRST, null), Field.RECURRENCE), atNoon()).task();

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

    assertRefused(() -> dailyTask().edit(weekly, atNoon()), RefusedAct.Reason.RULE_OF_ONE);
    assertRefused(
        () -> dailyTask().edit(edit(elsewhere, Scope.THIS, Field.LIST), atNoon()),
        RefusedAct.Reason.LIST_OF_ONE);
  }

  @Test
  void a_closed_occurrence_keeps_its_recurrence_but_not_its_spelling() {
    var completed = completed(dailyTask());

    assertRefused(
        () -> completed.edit(edit(draft(FIRST, null), Field.RECURRENCE), atNoon()),
        RefusedAct.Reason.TASK_COMPLETED);
    assertThat(types(completed.edit(edit(titled("Watered"), Field.TITLE), atNoon())))
        .containsExactly(TASK_UPDATED);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "THIS")
  void what_is_closed_stays_as_it_was_when_the_series_changes(Scope scope) {
    assertRefused(
        () -> completed(dailyTask()).edit(edit(titled("Other"), scope, Field.TITLE), atNoon()),
        RefusedAct.Reason.TASK_COMPLETED);
  }

  @ParameterizedTest
  @NullSource
  @EnumSource(mode = Mode.EXCLUDE, names = "THIS")
  void deleting_the_open_occurrence_ends_the_series(@Nullable Scope scope) {
    var task = dailyTask();

    var deleted = task.delete(scope, UTC, List.of(task), at(NOON.plusSeconds(9)));

    assertThat(types(deleted)).containsExactly(TASK_DELETED);
    assertThat(deleted.facts().getFirst().reason()).isEqualTo(DeletionReason.TASK);
    assertThat(deleted.facts().getFirst().changes()).isEmpty();
    assertThat(deleted.task().deletion())
        .isEqualTo(new Deletion(NOON.plusSeconds(9), DeletionReason.TASK));
    assertThat(deleted.others()).isEmpty();
    assertThat(deleted.task().nextOccurrence()).isEmpty();
  }

  @Test
  void deleting_this_occurrence_passes_it_over() {
    var task = dailyTask();

    var deleted = task.delete(Scope.THIS, UTC, List.of(task), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_SKIPPED, TASK_DELETED);
    assertThat(deleted.facts().getLast().reason()).isEqualTo(DeletionReason.OCCURRENCE);
    assertThat(nextOf(deleted.task()).content().due()).isEqualTo(SECOND);
  }

  @Test
  void deleting_a_closed_occurrence_leaves_what_follows() {
    var completed = completed(dailyTask());

    var deleted = completed.delete(null, UTC, List.of(nextOf(completed)), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_DELETED);
    assertThat(deleted.task().nextOccurrence()).isPresent();
  }

  @Test
  void deleting_a_closed_occurrence_and_what_follows_takes_the_open_one_along() {
    var completed = completed(dailyTask());
    var open = nextOf(completed);

    var deleted = completed.delete(Scope.FOLLOWING, UTC, List.of(open), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_DELETED, TASK_DELETED);
    assertThat(deleted.others()).extracting(Task::id).containsExactly(open.id());
    assertThat(deleted.task().nextOccurrence()).isEmpty();
  }

  @Test
  void deleting_all_takes_each_open_occurrence_and_what_follows_those_from_here_on() {
    var first = dailyTask();
    var second = nextOf(completed(first));
    var both = List.of(first, second);

    assertThat(second.delete(Scope.ALL, UTC, both, atNoon()).others()).hasSize(1);
    assertThat(second.delete(Scope.FOLLOWING, UTC, both, atNoon()).others()).isEmpty();
    assertThat(first.delete(Scope.FOLLOWING, UTC, both, atNoon()).others()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "THIS")
  void deleting_a_closed_occurrence_ends_the_series_with_the_last_one_though_that_is_closed(
      Scope scope) {
    var first = completed(dailyTask());
    var second = completed(nextOf(first));

    var deleted = first.delete(scope, UTC, List.of(second), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_DELETED, TASK_UPDATED);
    var last = deleted.others().getFirst();
    assertThat(last.closing()).isEqualTo(second.closing());
    assertThat(last.deletion()).isNull();
    assertThat(last.rule().end().after()).isEqualTo(2);
    assertThat(last.nextOccurrence()).isEmpty();
  }

  @Test
  void deleting_ends_the_series_with_a_last_one_that_was_passed_over_and_nobody_is_told_of_that() {
    var first = completed(dailyTask());
    var passedOver = nextOf(first).delete(Scope.THIS, UTC, List.of(), atNoon()).task();

    var deleted = first.delete(Scope.ALL, UTC, List.of(passedOver), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_DELETED);
    assertThat(deleted.others().getFirst().nextOccurrence()).isEmpty();
  }

  @Test
  void what_does_not_come_back_is_deleted_whatever_the_scope() {
    var deleted = openTask().delete(Scope.THIS, UTC, List.of(), atNoon());

    assertThat(types(deleted)).containsExactly(TASK_DELETED);
  }

  private static Draft titled(String title) {
    return draft(title, FIRST, DAILY);
  }

  private static void assertRefused(Runnable act, RefusedAct.Reason reason) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            RefusedAct.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
