package dev.perennial.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;

import dev.perennial.events.Change;
import dev.perennial.events.Client;
import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.tasks.edit.CloseTask;
import dev.perennial.tasks.edit.CreateTask;
import dev.perennial.tasks.edit.Edit;
import dev.perennial.tasks.edit.Scope;
import dev.perennial.tasks.list.Inbox;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskDomainEvent;
import dev.perennial.tasks.task.TaskResult;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tasks for tests. */
public final class Fixtures {

  public static final String ADA = "ada";
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final Recurrence DAILY = every(1, Frequency.DAILY);

  private Fixtures() {}

  public static Command at(Instant instant) {
    return Command.now(ADA, new Client("test", "device-1"), instant);
  }

  public static Command atNoon() {
    return at(NOON);
  }

  public static Recurrence every(int interval, Frequency frequency) {
    return Recurrence.every(interval, frequency);
  }

  /** A rule as the contract writes it, with single quotes and its interval left out if it is 1. */
  public static Recurrence rule(String json) {
    var whole =
        json.contains("'interval'") ? json : json.strip().replaceFirst("}$", ",'interval':1}");
    return EventJson.read(whole.replace('\'', '"').getBytes(UTF_8), Recurrence.class);
  }

  public static Recurrence rrule(String value) {
    return rule("{'frequency':'custom','rrule':'" + value + "'}");
  }

  public static Due allDay(String date) {
    return new Due(LocalDate.parse(date), null, null);
  }

  public static Due allDay(String date, String zone) {
    return new Due(LocalDate.parse(date), null, ZoneId.of(zone));
  }

  public static Due timed(String date, String time, String zone) {
    return new Due(LocalDate.parse(date), LocalTime.parse(time), ZoneId.of(zone));
  }

  public static Draft draft(@Nullable Due due, @Nullable Recurrence recurrence) {
    return draft("Water the ferns", due, recurrence);
  }

  public static Draft draft(String title, @Nullable Due due, @Nullable Recurrence recurrence) {
    var content =
        new Content(
            Inbox.idFor(ADA),
            title,
            "Not too much",
            Priority.HIGH,
            List.of("home"),
            due,
            null,
            null);
    return new Draft(content, recurrence);
  }

  public static TaskResult created(@Nullable Due due, @Nullable Recurrence recurrence) {
    return CreateTask.create(UUID.randomUUID(), draft(due, recurrence), atNoon());
  }

  public static Task openTask() {
    return created(null, null).task();
  }

  public static Task dailyTask() {
    return created(timed("2026-03-01", "09:00", "Europe/Berlin"), DAILY).task();
  }

  /** An edit of these fields to the values of the draft, without a scope. */
  public static Edit edit(Draft draft, Field... fields) {
    return edit(draft, null, fields);
  }

  public static Edit edit(Draft draft, @Nullable Scope scope, Field... fields) {
    return new Edit(draft, Set.of(fields), true, scope);
  }

  /** An edit of the time of day only. */
  public static Edit retimed(Task task, String time, @Nullable Scope scope) {
    var due = task.content().due();
    var later = new Due(due.date(), LocalTime.parse(time), due.zone());
    return new Edit(draft(later, task.rule()), Set.of(Field.DUE), false, scope);
  }

  public static Task completed(Task task) {
    return CloseTask.complete(task, UTC, atNoon()).task();
  }

  /** Creates the next occurrence. */
  public static Task nextOf(Task closed) {
    return CreateTask.createNext(
            closed, closed.nextOccurrence().orElseThrow(), null, Set.of(ADA), atNoon())
        .task();
  }

  public static Map<String, Change> changes(TaskResult result) {
    return result.events().getFirst().changes();
  }

  public static List<EventType> types(TaskResult result) {
    return result.events().stream().map(TaskDomainEvent::type).toList();
  }
}
