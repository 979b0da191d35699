package dev.perennial.tasks;

import static dev.perennial.events.EventType.TASK_COMPLETED;
import static dev.perennial.events.EventType.TASK_CREATED;
import static dev.perennial.events.EventType.TASK_DELETED;
import static dev.perennial.events.EventType.TASK_REOPENED;
import static dev.perennial.events.EventType.TASK_SCHEDULED;
import static dev.perennial.events.EventType.TASK_UPDATED;
import static dev.perennial.tasks.Fixtures.DAILY;
import static dev.perennial.tasks.Fixtures.NOON;
import static dev.perennial.tasks.Fixtures.allDay;
import static dev.perennial.tasks.Fixtures.at;
import static dev.perennial.tasks.Fixtures.atNoon;
import static dev.perennial.tasks.Fixtures.created;
import static dev.perennial.tasks.Fixtures.dailyTask;
import static dev.perennial.tasks.Fixtures.draft;
import static dev.perennial.tasks.Fixtures.every;
import static dev.perennial.tasks.Fixtures.openTask;
import static dev.perennial.tasks.Fixtures.timed;
import static dev.perennial.tasks.Fixtures.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.TaskEvent.Change;
import dev.perennial.events.TaskSnapshot.Status;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskTest {

  private static final Due FIRST = timed("2026-03-01", "09:00", "Europe/Berlin");
  private static final Due MOVED = timed("2026-03-04", "17:00", "Europe/Berlin");

  @Test
  void a_new_task_is_created_and_if_it_is_due_scheduled() {
    assertThat(types(created(null, null))).containsExactly(TASK_CREATED);
    assertThat(types(created(FIRST, null))).containsExactly(TASK_CREATED, TASK_SCHEDULED);
  }

  @Test
  void a_new_task_says_what_it_was_made_with() {
    var facts = created(FIRST, DAILY).facts();

    assertThat(facts.getFirst().event().changes())
        .containsOnlyKeys(
            "listId", "title", "description", "priority", "tags", "due", "recurrence");
    assertThat(facts.getLast().event().changes()).isEqualTo(Map.of("due", new Change(null, FIRST)));
  }

  @Test
  void a_recurring_task_is_the_first_of_its_series() {
    var snapshot = dailyTask().snapshot();

    assertThat(snapshot.seriesId()).isNotNull();
    assertThat(snapshot.occurrence()).isEqualTo("2026-03-01T09:00");
    assertThat(snapshot.version()).isEqualTo(1);
  }

  @Test
  void an_edit_says_what_it_changed_from_and_to() {
    var edited = openTask().edit(draft("Water the cacti", null, null), false, atNoon());

    assertThat(types(edited)).containsExactly(TASK_UPDATED);
    assertThat(edited.task().version()).isEqualTo(2);
    assertThat(edited.facts().getFirst().event().changes())
        .isEqualTo(Map.of("title", new Change("Water the ferns", "Water the cacti")));
  }

  @Test
  void an_edit_that_changes_nothing_is_no_change() {
    var task = dailyTask();

    var edited = task.edit(draft(FIRST, DAILY), true, at(NOON.plusSeconds(60)));

    assertThat(edited.isChange()).isFalse();
    assertThat(edited.task()).isSameAs(task);
  }

  @Test
  void moving_the_due_date_leaves_the_rule_alone() {
    var moved = dailyTask().edit(draft(MOVED, DAILY), false, atNoon());

    assertThat(types(moved)).containsExactly(TASK_UPDATED, TASK_SCHEDULED);
    assertThat(moved.task().occurrence())
        .isEqualTo(dailyOccurrenceOf(moved.task(), "2026-03-01T09:00"));
    assertThat(moved.task().complete(atNoon()).task().nextOccurrence().orElseThrow().due())
        .isEqualTo(timed("2026-03-02", "09:00", "Europe/Berlin"));
  }

  @Test
  void another_recurrence_starts_a_new_series_from_this_due_date() {
    var task = dailyTask();

    var edited = task.edit(draft(MOVED, every(2, Frequency.WEEKLY)), true, atNoon()).task();

    assertThat(edited.snapshot().seriesId()).isNotEqualTo(task.snapshot().seriesId());
    assertThat(edited.snapshot().occurrence()).isEqualTo("2026-03-04T17:00");
  }

  @Test
  void the_same_recurrence_said_of_a_moved_task_starts_a_new_series_there() {
    var moved = dailyTask().edit(draft(MOVED, DAILY), false, atNoon()).task();

    assertThat(moved.edit(draft(MOVED, DAILY), true, atNoon()).task().snapshot().occurrence())
        .isEqualTo("2026-03-04T17:00");
  }

  @Test
  void a_clamped_occurrence_keeps_its_anchor_when_its_recurrence_is_said_again() {
    var monthly = every(1, Frequency.MONTHLY);
    var january = created(allDay("2026-01-31"), monthly).task().complete(atNoon()).task();
    var february =
        january.occurrence().next(NOON.minus(Duration.ofDays(60)), ZoneOffset.UTC).orElseThrow();
    var task =
        new Task(
            february.taskId(),
            "ada",
            january.content().dueAt(february.due()),
            february,
            null,
            1,
            NOON,
            NOON,
            null);

    assertThat(task.edit(draft(february.due(), monthly), true, atNoon()).isChange()).isFalse();
  }

  @Test
  void without_a_recurrence_it_does_not_come_back() {
    var edited = dailyTask().edit(draft(FIRST, null), true, atNoon()).task();

    assertThat(edited.occurrence()).isNull();
    assertThat(edited.complete(atNoon()).task().nextOccurrence()).isEmpty();
  }

  @Test
  void a_recurrence_without_a_due_date_counts_from_the_completion() {
    var task = created(null, DAILY).task();

    assertThat(task.snapshot().seriesId()).isNotNull();
    assertThat(task.snapshot().occurrence()).isNull();
    assertThat(task.complete(atNoon()).task().nextOccurrence().orElseThrow().due())
        .isEqualTo(allDay("2026-03-02"));
  }

  @Test
  void a_completed_task_keeps_its_recurrence() {
    var completed = dailyTask().complete(atNoon()).task();

    assertThatThrownBy(() -> completed.edit(draft(FIRST, null), true, atNoon()))
        .isInstanceOfSatisfying(
            RefusedAct.class,
            e -> assertThat(e.reason()).isEqualTo(RefusedAct.Reason.TASK_COMPLETED));
    assertThat(types(completed.edit(draft("Watered", FIRST, DAILY), false, atNoon())))
        .containsExactly(TASK_UPDATED);
  }

  @Test
  void completing_says_when_and_doing_it_again_changes_nothing() {
    var completed = openTask().complete(atNoon());

    assertThat(types(completed)).containsExactly(TASK_COMPLETED);
    assertThat(completed.task().completedAt()).isEqualTo(NOON);
    assertThat(completed.facts().getFirst().event().changes())
        .isEqualTo(
            Map.of(
                "status",
                new Change(Status.OPEN, Status.COMPLETED),
                "completedAt",
                new Change(null, NOON)));
    assertThat(completed.task().complete(at(NOON.plusSeconds(5))))
        .isEqualTo(Outcome.unchanged(completed.task()));
  }

  @Test
  void the_next_occurrence_carries_everything_over() {
    var completed = dailyTask().complete(atNoon()).task();

    var next = completed.makeNext(at(NOON.plusSeconds(1))).orElseThrow();

    assertThat(types(next)).containsExactly(TASK_CREATED, TASK_SCHEDULED);
    assertThat(next.task().content())
        .isEqualTo(completed.content().dueAt(timed("2026-03-02", "09:00", "Europe/Berlin")));
    assertThat(next.task().occurrence().series()).isEqualTo(completed.occurrence().series());
    assertThat(next.task().id()).isEqualTo(completed.nextOccurrence().orElseThrow().taskId());
    assertThat(next.task().version()).isEqualTo(1);
    assertThat(next.task().isOpen()).isTrue();
  }

  @Test
  void an_open_task_has_no_next() {
    assertThat(dailyTask().makeNext(atNoon())).isEmpty();
  }

  @Test
  void reopening_takes_the_untouched_next_back() {
    var completed = dailyTask().complete(atNoon()).task();
    var next = completed.makeNext(atNoon()).orElseThrow().task();

    var reopened = completed.reopen(next, atNoon());

    assertThat(types(reopened)).containsExactly(TASK_REOPENED, TASK_DELETED);
    assertThat(reopened.removed()).isEqualTo(next);
    assertThat(reopened.facts().getLast().event().task().id()).isEqualTo(next.id());
    assertThat(reopened.task().isOpen()).isTrue();
  }

  @Test
  void reopening_leaves_a_touched_next_where_it_is() {
    var completed = dailyTask().complete(atNoon()).task();
    var next = completed.makeNext(atNoon()).orElseThrow().task();
    var edited = next.edit(draft("Mine", next.content().due(), DAILY), false, atNoon()).task();

    for (var touched :
        new Task[] {edited, next.complete(atNoon()).task(), next.delete(atNoon()).task()}) {
      var reopened = completed.reopen(touched, atNoon());

      assertThat(types(reopened)).containsExactly(TASK_REOPENED);
      assertThat(reopened.removed()).isNull();
    }
  }

  @Test
  void reopening_an_open_task_changes_nothing() {
    assertThat(openTask().reopen(null, atNoon()).isChange()).isFalse();
  }

  @Test
  void deleting_keeps_when() {
    var deleted = openTask().delete(at(NOON.plusSeconds(9)));

    assertThat(types(deleted)).containsExactly(TASK_DELETED);
    assertThat(deleted.task().deletedAt()).isEqualTo(NOON.plusSeconds(9));
    assertThat(deleted.facts().getFirst().event().changes()).isEmpty();
  }

  @Test
  void times_are_whole_microseconds() {
    assertThat(openTask().complete(at(NOON.plusNanos(1_999))).task().completedAt())
        .isEqualTo(NOON.plusNanos(1_000));
  }

  private static Occurrence dailyOccurrenceOf(Task task, String key) {
    return new Occurrence(
        Series.startedBy(task.id(), 1, DAILY, FIRST), OccurrenceKey.parse(key), 1);
  }
}
