package dev.perennial.reminderscheduler.people;

import dev.perennial.reminders.Person;
import dev.perennial.reminders.Snooze;
import dev.perennial.reminders.StoredReminder;
import dev.perennial.reminders.StoredReminder.State;
import dev.perennial.reminderscheduler.alarm.Alarm;
import dev.perennial.reminderscheduler.plan.PersonRow;
import dev.perennial.reminderscheduler.plan.PersonRows;
import dev.perennial.reminderscheduler.plan.PlanChanges;
import dev.perennial.reminderscheduler.plan.ReminderRow;
import dev.perennial.reminderscheduler.plan.ReminderRows;
import dev.perennial.reminderscheduler.plan.TaskProjectionRow;
import dev.perennial.reminderscheduler.plan.TaskProjectionRows;
import dev.perennial.runtime.database.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Shows users their reminders and snoozes them. Each call is a transaction. */
public final class UserReminders {

  private final Database database;
  private final TaskProjectionRows tasks;
  private final PersonRows people;
  private final ReminderRows reminders;
  private final ReminderViewRows views;
  private final DeliveryViewRows deliveries;
  private final Alarm alarm;
  private final InstantSource clock;

  public UserReminders(Database database, Alarm alarm, InstantSource clock) {
    this.database = database;
    this.tasks = database.repository(TaskProjectionRows.class);
    this.people = database.repository(PersonRows.class);
    this.reminders = database.repository(ReminderRows.class);
    this.views = database.repository(ReminderViewRows.class);
    this.deliveries = database.repository(DeliveryViewRows.class);
    this.alarm = alarm;
    this.clock = clock;
  }

  /**
   * The user's reminders of a task, the earliest first; empty if the user may not see the task (any
   * longer).
   */
  public Optional<List<ReminderView>> ofTask(String user, UUID taskId) {
    return database.inTransaction(
        () ->
            tasks.isVisible(taskId, user)
                ? Optional.of(views(views.ofTask(taskId, user)))
                : Optional.empty());
  }

  /**
   * Snoozes a reminder that is planned or was sent.
   *
   * @return the reminder as it is now; empty if it is not the user's, or the user may not see its
   *     task (any longer)
   * @throws CannotSnooze if it is cancelled, past or expired, or its task is not open
   * @throws Snooze.SnoozeOutOfBounds if the new time is out of bounds
   * @throws dev.perennial.runtime.ledger.TryLater if the alarm cannot be set now
   */
  public Optional<ReminderView> snooze(String user, UUID id, Snooze snooze) {
    return database.inTransaction(
        () -> {
          Optional<ReminderRow> known = reminders.find(id, user);
          if (known.isEmpty() || !tasks.isVisible(known.get().taskId(), user)) {
            return Optional.empty();
          }
          requireOpen(known.get().taskId(), user);
          StoredReminder reminder =
              reminders.lock(id, user).map(ReminderRow::reminder).orElseThrow();
          requirePlannedOrSent(reminder);
          snooze(reminder, snooze);
          return views.find(id, user).map(row -> views(List.of(row)).getFirst());
        });
  }

  private void snooze(StoredReminder reminder, Snooze snooze) {
    Person person = people.find(reminder.userId()).map(PersonRow::person).orElse(Person.UNKNOWN);
    var plan = new PlanChanges(reminders, alarm, clock);
    plan.put(List.of(reminder.snoozed(snooze.endFor(person, clock.instant()))));
    plan.rescheduleAlarm();
  }

  private void requireOpen(UUID taskId, String user) {
    if (tasks.lock(taskId, user).filter(TaskProjectionRow::open).isEmpty()) {
      throw new CannotSnooze("its task is closed, or assigned to somebody else");
    }
  }

  private static void requirePlannedOrSent(StoredReminder reminder) {
    if (!reminder.isPlanned() && reminder.state() != State.DUE) {
      throw new CannotSnooze("it is neither planned nor sent");
    }
  }

  private List<ReminderView> views(List<ReminderViewRow> rows) {
    List<UUID> notifications =
        rows.stream()
            .map(ReminderViewRow::notificationId)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    List<DeliveryViewRow> all = notifications.isEmpty() ? List.of() : deliveries.of(notifications);
    return rows.stream().map(row -> ReminderView.of(row, all)).toList();
  }

  /** The reminder is in a state that cannot be snoozed; the message says which. */
  public static final class CannotSnooze extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotSnooze(String reason) {
      super(reason, null, false, false);
    }
  }
}
