package dev.perennial.reminders;

import dev.perennial.events.Due;
import dev.perennial.events.Reminder;
import dev.perennial.events.ReminderKey;
import dev.perennial.events.TaskSnapshot;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is reminded of a task, and when. */
public final class ReminderPlan {

  private ReminderPlan() {}

  /** The assignee, else who made the task; if that person may see it. */
  public static Optional<String> meantFor(TaskSnapshot task) {
    return Optional.ofNullable(task.assignee()).or(() -> Optional.ofNullable(task.createdBy()));
  }

  /**
   * The reminders of a task for this person, whether past or not. A task that says none of its own
   * has the person's defaults if it is due at a time; one that is due all day has none then. Local
   * times that clocks jump over are later by the jump, those that they have twice are the first.
   */
  public static List<PlannedReminder> of(TaskSnapshot task, Person person) {
    return reminders(task, person).stream()
        .flatMap(
            reminder ->
                instant(reminder, task.due(), person)
                    .map(instant -> planned(task, reminder, instant, person))
                    .stream())
        .distinct()
        .toList();
  }

  private static List<Reminder> reminders(TaskSnapshot task, Person person) {
    if (task.reminders() != null) {
      return task.reminders();
    }
    return task.due() == null || task.due().time() == null ? List.of() : person.defaultReminders();
  }

  private static PlannedReminder planned(
      TaskSnapshot task, Reminder reminder, Instant exactly, Person person) {
    Instant instant = exactly.truncatedTo(ChronoUnit.SECONDS);
    ReminderKey key = ReminderKey.of(reminder);
    return new PlannedReminder(
        NamedId.ofReminder(task.id(), key, instant), key, instant, person.toldAt(instant));
  }

  private static Optional<Instant> instant(Reminder reminder, @Nullable Due due, Person person) {
    if (reminder.before() != null) {
      return Optional.ofNullable(due).map(on -> dueAt(on, person).minus(reminder.before()));
    }
    ZoneId zone = reminder.zone() == null ? person.zone() : reminder.zone();
    return Optional.ofNullable(reminder.at()).map(at -> at.atZone(zone).toInstant());
  }

  private static Instant dueAt(Due due, Person person) {
    LocalTime time = due.time();
    if (time == null) {
      return ZonedDateTime.of(due.date(), person.allDayTime(), person.zone()).toInstant();
    }
    ZoneId zone = due.zone() == null ? person.zone() : due.zone();
    return ZonedDateTime.of(due.date(), time, zone).toInstant();
  }
}
