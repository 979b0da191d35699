package dev.perennial.reminders.store;

import dev.perennial.reminders.KeptReminder;
import dev.perennial.reminders.KeptReminder.State;
import dev.perennial.reminders.Person;
import dev.perennial.reminders.Snooze;
import dev.perennial.runtime.database.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Shows people what is kept of their reminders. */
public final class JdbcReminderLedger implements ReminderLedger {

  private final Database database;
  private final ToldTaskRows tasks;
  private final PersonRows people;
  private final ReminderRows reminders;
  private final StateRows states;
  private final OutcomeRows outcomes;
  private final JdbcAlarm alarm;
  private final InstantSource clock;

  public JdbcReminderLedger(Database database, JdbcAlarm alarm, InstantSource clock) {
    this.database = database;
    this.tasks = database.repository(ToldTaskRows.class);
    this.people = database.repository(PersonRows.class);
    this.reminders = database.repository(ReminderRows.class);
    this.states = database.repository(StateRows.class);
    this.outcomes = database.repository(OutcomeRows.class);
    this.alarm = alarm;
    this.clock = clock;
  }

  @Override
  public Optional<List<ReminderStanding>> ofTask(String user, UUID taskId) {
    return database.inTransaction(
        () -> {
          var rows = states.ofTask(taskId, user);
          return rows.isEmpty() && tasks.find(taskId, user).isEmpty()
              ? Optional.empty()
              : Optional.of(standings(rows));
        });
  }

  @Override
  public Optional<ReminderStanding> snooze(String user, UUID id, Snooze snooze) {
    return database.inTransaction(
        () -> {
          var known = reminders.find(id, user);
          if (known.isEmpty()) {
            return Optional.empty();
          }
          requireOpen(known.get().taskId(), user);
          var reminder = reminders.lock(id, user).map(ReminderRow::reminder).orElseThrow();
          requireToCome(reminder);
          putOff(reminder, snooze);
          return states.find(id, user).map(row -> standings(List.of(row)).getFirst());
        });
  }

  private void putOff(KeptReminder reminder, Snooze snooze) {
    var person = people.find(reminder.userId()).map(PersonRow::person).orElse(Person.UNKNOWN);
    var plan = new PlannedRows(database, alarm, clock);
    plan.put(List.of(reminder.snoozed(snooze.endFor(person, clock.instant()))));
    plan.followWithAlarm();
  }

  private void requireOpen(UUID taskId, String user) {
    if (tasks.lock(taskId, user).filter(ToldTaskRow::open).isEmpty()) {
      throw new CannotSnooze("its task is done, or somebody else's by now");
    }
  }

  private static void requireToCome(KeptReminder reminder) {
    if (!reminder.isPlanned() && reminder.state() != State.DUE) {
      throw new CannotSnooze("it is neither planned nor told");
    }
  }

  private List<ReminderStanding> standings(List<StateRow> rows) {
    var told =
        rows.stream().map(StateRow::notificationId).filter(Objects::nonNull).distinct().toList();
    var all = told.isEmpty() ? List.<OutcomeRow>of() : outcomes.of(told);
    return rows.stream().map(row -> ReminderStanding.of(row, all)).toList();
  }
}
