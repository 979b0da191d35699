package dev.perennial.tasks;

import static dev.perennial.events.EventType.TASK_COMPLETED;
import static dev.perennial.events.EventType.TASK_CREATED;
import static dev.perennial.events.EventType.TASK_SCHEDULED;
import static dev.perennial.events.EventType.TASK_SKIPPED;
import static dev.perennial.events.EventType.TASK_UPDATED;
import static dev.perennial.tasks.Fixtures.ADA;
import static dev.perennial.tasks.Fixtures.DAILY;
import static dev.perennial.tasks.Fixtures.NOON;
import static dev.perennial.tasks.Fixtures.allDay;
import static dev.perennial.tasks.Fixtures.at;
import static dev.perennial.tasks.Fixtures.atNoon;
import static dev.perennial.tasks.Fixtures.changes;
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

import dev.perennial.events.Change;
import dev.perennial.events.Due;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.events.TaskSnapshot.Status;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TaskTest {

  private static final Due FIRST = timed("2026-03-01", "09:00", "Europe/Berlin");
  private static final Due SECOND = timed("2026-03-02", "09:00", "Europe/Berlin");
  private static final Due MOVED = timed("2026-03-04", "17:00", "Europe/Berlin");

  @Test
  void a_new_task_is_created_and_if_it_is_due_scheduled() {
    assertThat(types(created(null, null))).containsExactly(TASK_CREATED);
    assertThat(types(created(FIRST, null))).containsExactly(TASK_CREATED, TASK_SCHEDULED);
  }

  @Test
  void a_new_task_says_what_it_was_made_with() {
    var facts = created(FIRST, DAILY).facts();

    assertThat(facts.getFirst().changes())
        .containsOnlyKeys(
            "listId", "title", "description", "priority", "tags", "due", "recurrence");
    assertThat(facts.getLast().changes()).isEqualTo(Map.of("due", new Change(null, FIRST)));
  }

  @Test
  void a_recurring_task_is_the_first_of_its_series() {
    var snapshot = dailyTask().snapshot();

    assertThat(snapshot.seriesId()).isNotNull();
    assertThat(snapshot.occurrence()).isEqualTo("2026-03-01T09:00");
    assertThat(snapshot.occurrenceNumber()).isEqualTo(1);
    assertThat(snapshot.version()).isEqualTo(1);
  }

  @Test
  void an_edit_says_what_it_changed_from_and_to() {
    var edited = openTask().edit(edit(draft("Water the cacti", null, null), Field.TITLE), atNoon());

    assertThat(types(edited)).containsExactly(TASK_UPDATED);
    assertThat(edited.task().version()).isEqualTo(2);
    assertThat(changes(edited))
        .isEqualTo(Map.of("title", new Change("Water the ferns", "Water the cacti")));
  }

  @Test
  void an_edit_changes_nothing_of_which_it_does_not_speak() {
    var edited = dailyTask().edit(edit(draft("Other", null, null), Field.TITLE), atNoon()).task();

    assertThat(edited.content().due()).isEqualTo(FIRST);
    assertThat(edited.rule()).isEqualTo(DAILY);
  }

  @Test
  void an_edit_that_changes_nothing_is_told_to_nobody() {
    var edited =
        dailyTask()
            .edit(edit(draft(FIRST, DAILY), Field.DUE, Field.RECURRENCE), at(NOON.plusSeconds(60)));

    assertThat(edited.facts()).isEmpty();
    assertThat(edited.task().version()).isEqualTo(1);
  }

  @Test
  void a_change_of_the_reminders_is_a_change_of_the_schedule() {
    var reminders = List.of(new Reminder(Duration.ofMinutes(5), null, null));

    var edited = openTask().edit(edit(reminding(reminders), Field.REMINDERS), atNoon());

    assertThat(types(edited)).containsExactly(TASK_UPDATED, TASK_SCHEDULED);
    assertThat(edited.facts().getLast().changes())
        .isEqualTo(Map.of("reminders", new Change(null, reminders)));
  }

  @Test
  void a_recurrence_without_a_due_date_counts_from_the_completion() {
    var task = created(null, DAILY).task();

    assertThat(task.snapshot().seriesId()).isNotNull();
    assertThat(task.snapshot().occurrence()).isNull();
    assertThat(completed(task).nextOccurrence().orElseThrow().due())
        .isEqualTo(allDay("2026-03-02"));
  }

  @Test
  void where_somebody_completes_it_tells_the_day_if_the_task_does_not() {
    var task = created(null, DAILY).task();

    var inAuckland = task.complete(ZoneId.of("Pacific/Auckland"), atNoon()).task();

    assertThat(inAuckland.nextOccurrence().orElseThrow().due()).isEqualTo(allDay("2026-03-03"));
  }

  @Test
  void the_first_due_date_of_a_series_is_the_one_it_counts_from() {
    var dated = created(null, DAILY).task().edit(edit(draft(MOVED, DAILY), Field.DUE), atNoon());

    assertThat(dated.task().snapshot().occurrence()).isEqualTo("2026-03-04T17:00");
    assertThat(completed(dated.task()).nextOccurrence().orElseThrow().due())
        .isEqualTo(timed("2026-03-05", "17:00", "Europe/Berlin"));
  }

  @Test
  void completing_says_when_and_doing_it_again_changes_nothing() {
    var completed = openTask().complete(UTC, atNoon());

    assertThat(types(completed)).containsExactly(TASK_COMPLETED);
    assertThat(completed.task().snapshot().completedAt()).isEqualTo(NOON);
    assertThat(changes(completed))
        .isEqualTo(
            Map.of(
                "status",
                new Change(Status.OPEN, Status.COMPLETED),
                "completedAt",
                new Change(null, NOON)));
    assertThat(completed.task().complete(UTC, at(NOON.plusSeconds(5))))
        .isEqualTo(Outcome.of(completed.task()));
  }

  @Test
  void what_is_skipped_is_not_completed_and_its_series_goes_on() {
    var skipped = dailyTask().skip(UTC, atNoon());

    assertThat(types(skipped)).containsExactly(TASK_SKIPPED);
    assertThat(skipped.task().snapshot().status()).isEqualTo(Status.SKIPPED);
    assertThat(skipped.task().snapshot().skippedAt()).isEqualTo(NOON);
    assertThat(skipped.task().snapshot().completedAt()).isNull();
    assertThat(nextOf(skipped.task()).content().due()).isEqualTo(SECOND);
    assertThat(skipped.task().skip(UTC, atNoon()).facts()).isEmpty();
  }

  @Test
  void only_what_comes_back_and_is_not_done_can_be_skipped() {
    assertRefused(() -> openTask().skip(UTC, atNoon()), RefusedAct.Reason.NOT_RECURRING);
    assertRefused(
        () -> completed(dailyTask()).skip(UTC, atNoon()), RefusedAct.Reason.TASK_COMPLETED);
  }

  @Test
  void the_next_occurrence_carries_everything_over_but_what_was_for_one_moment() {
    var relative = new Reminder(Duration.ofMinutes(15), null, null);
    var absolute = new Reminder(null, LocalDateTime.parse("2026-03-01T08:00"), null);
    var content =
        new Content(
            UUID.randomUUID(),
            "Water",
            "Little",
            Priority.LOW,
            List.of("home"),
            FIRST,
            List.of(relative, absolute),
            ADA);
    var task =
        completed(Task.create(UUID.randomUUID(), new Draft(content, DAILY), atNoon()).task());

    var next = nextOf(task);

    assertThat(next.content())
        .isEqualTo(
            new Content(
                content.listId(),
                "Water",
                "Little",
                Priority.LOW,
                List.of("home"),
                SECOND,
                List.of(relative),
                ADA));
    assertThat(next.rule()).isEqualTo(DAILY);
    assertThat(next.isOpen()).isTrue();
    assertThat(next.version()).isEqualTo(1);
    assertThat(next.id()).isEqualTo(task.nextOccurrence().orElseThrow().taskId());
  }

  @Test
  void an_assignee_who_has_left_the_list_is_not_carried_over() {
    var task = completed(dailyTask());
    var assigned =
        new TaskCopy(task)
            .content(task.content().with(Set.of(Field.ASSIGNEE), assignedTo("grace")))
            .task();

    var next =
        assigned.makeNext(assigned.nextOccurrence().orElseThrow(), null, Set.of(ADA), atNoon());

    assertThat(next.task().content().assignee()).isNull();
  }

  @Test
  void the_third_completion_of_a_count_of_three_is_the_last() {
    var task = created(FIRST, rule("{'frequency':'daily','end':{'after':3}}")).task();

    var third = completed(nextOf(completed(nextOf(completed(task)))));

    assertThat(third.snapshot().occurrenceNumber()).isEqualTo(3);
    assertThat(third.nextOccurrence()).isEmpty();
  }

  @Test
  void an_open_task_has_no_next() {
    assertThat(dailyTask().nextOccurrence()).isEmpty();
  }

  @Test
  void a_clamped_occurrence_keeps_its_anchor_when_its_recurrence_is_said_again() {
    var monthly = every(1, Frequency.MONTHLY);
    var january = created(allDay("2026-01-31"), monthly).task();
    var february = nextOf(january.complete(UTC, at(NOON.minus(Duration.ofDays(60)))).task());

    assertThat(february.content().due()).isEqualTo(allDay("2026-02-28"));
    assertThat(
            february
                .edit(edit(draft(allDay("2026-02-28"), monthly), Field.RECURRENCE), atNoon())
                .facts())
        .isEmpty();
  }

  @Test
  void times_are_whole_microseconds() {
    assertThat(openTask().complete(UTC, at(NOON.plusNanos(1_999))).task().snapshot().completedAt())
        .isEqualTo(NOON.plusNanos(1_000));
  }

  private static Draft reminding(List<Reminder> reminders) {
    var content = openTask().content();
    return new Draft(
        new Content(
            content.listId(),
            content.title(),
            content.description(),
            content.priority(),
            content.tags(),
            content.due(),
            reminders,
            null),
        null);
  }

  private static Content assignedTo(String assignee) {
    return new Content(Inbox.idFor(ADA), "", null, Priority.NONE, List.of(), null, null, assignee);
  }

  private static void assertRefused(Runnable act, RefusedAct.Reason reason) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            RefusedAct.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
