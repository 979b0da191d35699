package dev.perennial.reminders;

import dev.perennial.events.Due;
import dev.perennial.events.NominalDays;
import dev.perennial.events.Reminder;
import dev.perennial.events.ReminderKey;
import dev.perennial.events.TaskSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes who is reminded of a task, and when. */
public final class ReminderPlan {

  private ReminderPlan() {}

  /**
   * The assignee, or else the creator; empty if there is neither. Visibility is not checked here.
   */
  public static Optional<String> meantFor(TaskSnapshot task) {
    return Optional.ofNullable(task.assignee()).or(() -> Optional.ofNullable(task.createdBy()));
  }

  /**
   * All reminders of a task for this person, including past ones. A task without reminders of its
   * own has the person's default reminders if it has a due time, and none if it is due all day. So
   * many days before the due date are at the same local time ({@link NominalDays}). A local time
   * skipped by a clock change is moved forward by the gap; of a time that occurs twice the first is
   * used.
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
        NamedId.ofReminder(task.id(), key, instant), key, instant, person.firesAt(instant));
  }

  private static Optional<Instant> instant(Reminder reminder, @Nullable Due due, Person person) {
    if (reminder.before() != null) {
      Duration after = reminder.before().negated();
      return Optional.ofNullable(due)
          .map(on -> NominalDays.plus(dueAt(on, person), after).toInstant());
    }
    ZoneId zone = reminder.zone() == null ? person.zone() : reminder.zone();
    return Optional.ofNullable(reminder.at()).map(at -> at.atZone(zone).toInstant());
  }

  private static ZonedDateTime dueAt(Due due, Person person) {
    LocalTime time = due.time();
    if (time == null) {
      return ZonedDateTime.of(due.date(), person.allDayTime(), person.zone());
    }
    ZoneId zone = due.zone() == null ? person.zone() : due.zone();
    return ZonedDateTime.of(due.date(), time, zone);
  }
}
