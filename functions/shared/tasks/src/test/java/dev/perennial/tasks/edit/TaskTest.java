package dev.perennial.tasks.edit;

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
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.list.Inbox;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.TaskBuilder;
import dev.perennial.tasks.task.TaskResult;
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
  void the_event_of_a_new_task_has_its_initial_values() {
    var events = created(FIRST, DAILY).events();

    assertThat(events.getFirst().changes())
        .containsOnlyKeys(
            "listId", "title", "description", "priority", "tags", "due", "recurrence");
    assertThat(events.getLast().changes()).isEqualTo(Map.of("due", new Change(null, FIRST)));
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
  void the_event_of_an_edit_has_old_and_new_values() {
    var edited =
        EditTask.edit(
            openTask(), edit(draft("Water the cacti", null, null), Field.TITLE), atNoon());

    assertThat(types(edited)).containsExactly(TASK_UPDATED);
    assertThat(edited.task().version()).isEqualTo(2);
    assertThat(changes(edited))
        .isEqualTo(Map.of("title", new Change("Water the ferns", "Water the cacti")));
  }

  @Test
  void an_edit_changes_only_the_fields_it_mentions() {
    var edited =
        EditTask.edit(dailyTask(), edit(draft("Other", null, null), Field.TITLE), atNoon()).task();

    assertThat(edited.content().due()).isEqualTo(FIRST);
    assertThat(edited.rule()).isEqualTo(DAILY);
  }

  @Test
  void an_edit_without_effect_publishes_nothing() {
    var edited =
        EditTask.edit(
            dailyTask(),
            edit(draft(FIRST, DAILY), Field.DUE, Field.RECURRENCE),
            at(NOON.plusSeconds(60)));

    assertThat(edited.events()).isEmpty();
    assertThat(edited.task().version()).isEqualTo(1);
  }

  @Test
  void a_change_of_the_reminders_is_a_change_of_the_schedule() {
    var reminders = List.of(new Reminder(Duration.ofMinutes(5), null, null));

    var edited = EditTask.edit(openTask(), edit(reminding(reminders), Field.REMINDERS), atNoon());

    assertThat(types(edited)).containsExactly(TASK_UPDATED, TASK_SCHEDULED);
    assertThat(edited.events().getLast().changes())
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
  void without_a_zone_the_date_of_completion_is_in_the_user_s_zone() {
    var task = created(null, DAILY).task();

    var inAuckland = CloseTask.complete(task, ZoneId.of("Pacific/Auckland"), atNoon()).task();

    assertThat(inAuckland.nextOccurrence().orElseThrow().due()).isEqualTo(allDay("2026-03-03"));
  }

  @Test
  void the_first_due_date_of_a_series_is_the_one_it_counts_from() {
    var dated =
        EditTask.edit(created(null, DAILY).task(), edit(draft(MOVED, DAILY), Field.DUE), atNoon());

    assertThat(dated.task().snapshot().occurrence()).isEqualTo("2026-03-04T17:00");
    assertThat(completed(dated.task()).nextOccurrence().orElseThrow().due())
        .isEqualTo(timed("2026-03-05", "17:00", "Europe/Berlin"));
  }

  @Test
  void completing_records_the_time_and_a_repetition_changes_nothing() {
    var completed = CloseTask.complete(openTask(), UTC, atNoon());

    assertThat(types(completed)).containsExactly(TASK_COMPLETED);
    assertThat(completed.task().snapshot().completedAt()).isEqualTo(NOON);
    assertThat(changes(completed))
        .isEqualTo(
            Map.of(
                "status",
                new Change(Status.OPEN, Status.COMPLETED),
                "completedAt",
                new Change(null, NOON)));
    assertThat(CloseTask.complete(completed.task(), UTC, at(NOON.plusSeconds(5))))
        .isEqualTo(TaskResult.of(completed.task()));
  }

  @Test
  void a_skipped_occurrence_is_not_completed_and_its_series_continues() {
    var skipped = CloseTask.skip(dailyTask(), UTC, atNoon());

    assertThat(types(skipped)).containsExactly(TASK_SKIPPED);
    assertThat(skipped.task().snapshot().status()).isEqualTo(Status.SKIPPED);
    assertThat(skipped.task().snapshot().skippedAt()).isEqualTo(NOON);
    assertThat(skipped.task().snapshot().completedAt()).isNull();
    assertThat(nextOf(skipped.task()).content().due()).isEqualTo(SECOND);
    assertThat(CloseTask.skip(skipped.task(), UTC, atNoon()).events()).isEmpty();
  }

  @Test
  void only_uncompleted_recurring_tasks_can_be_skipped() {
    assertRefused(
        () -> CloseTask.skip(openTask(), UTC, atNoon()), RefusedCommand.Reason.NOT_RECURRING);
    assertRefused(
        () -> CloseTask.skip(completed(dailyTask()), UTC, atNoon()),
        RefusedCommand.Reason.TASK_COMPLETED);
  }

  @Test
  void everything_but_absolute_reminders_carries_over_to_the_next_occurrence() {
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
        completed(CreateTask.create(UUID.randomUUID(), new Draft(content, DAILY), atNoon()).task());

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
        new TaskBuilder(task)
            .content(task.content().with(Set.of(Field.ASSIGNEE), assignedTo("grace")))
            .build();

    var next =
        CreateTask.createNext(
            assigned, assigned.nextOccurrence().orElseThrow(), null, Set.of(ADA), atNoon());

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
  void a_clamped_occurrence_keeps_its_anchor_when_the_same_recurrence_is_sent_again() {
    var monthly = every(1, Frequency.MONTHLY);
    var january = created(allDay("2026-01-31"), monthly).task();
    var february =
        nextOf(CloseTask.complete(january, UTC, at(NOON.minus(Duration.ofDays(60)))).task());

    assertThat(february.content().due()).isEqualTo(allDay("2026-02-28"));
    assertThat(
            EditTask.edit(
                    february,
                    edit(draft(allDay("2026-02-28"), monthly), Field.RECURRENCE),
                    atNoon())
                .events())
        .isEmpty();
  }

  @Test
  void times_are_whole_microseconds() {
    assertThat(
            CloseTask.complete(openTask(), UTC, at(NOON.plusNanos(1_999)))
                .task()
                .snapshot()
                .completedAt())
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

  private static void assertRefused(Runnable command, RefusedCommand.Reason reason) {
    assertThatThrownBy(command::run)
        .isInstanceOfSatisfying(
            RefusedCommand.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
