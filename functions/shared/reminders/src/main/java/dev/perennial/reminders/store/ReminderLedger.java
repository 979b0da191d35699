package dev.perennial.reminders.store;

import dev.perennial.reminders.Snooze;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What people see of their reminders, and what they may do to them. */
public interface ReminderLedger {

  /** The user's reminders of a task, the earliest first; empty if it is no task of theirs. */
  Optional<List<ReminderStanding>> ofTask(String user, UUID taskId);

  /**
   * Puts a reminder off that is planned or was told.
   *
   * @return empty if it is none of the user's
   * @throws CannotSnooze if it is cancelled, past or expired, or its task is done
   * @throws Snooze.NoSnooze if that is too soon or too late
   */
  Optional<ReminderStanding> snooze(String user, UUID id, Snooze snooze);

  /** The reminder's time is over, for the reason that the message tells. */
  final class CannotSnooze extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotSnooze(String reason) {
      super(reason, null, false, false);
    }
  }
}
