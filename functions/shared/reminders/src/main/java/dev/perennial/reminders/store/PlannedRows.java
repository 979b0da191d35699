package dev.perennial.reminders.store;

import dev.perennial.reminders.KeptReminder;
import dev.perennial.runtime.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one transaction changes of reminders; the alarm follows at its end. */
final class PlannedRows {

  private final ReminderRows rows;
  private final JdbcAlarm alarm;
  private final Instant now;
  private final List<Instant> planned = new ArrayList<>();
  private final List<Instant> cancelled = new ArrayList<>();

  PlannedRows(Database database, JdbcAlarm alarm, InstantSource clock) {
    this.rows = database.repository(ReminderRows.class);
    this.alarm = alarm;
    this.now = clock.instant();
  }

  void put(List<KeptReminder> changed) {
    if (changed.isEmpty()) {
      return;
    }
    rows.put(changed.stream().map(reminder -> ReminderRow.of(reminder, now)).toList());
    changed.forEach(
        reminder -> (reminder.isPlanned() ? planned : cancelled).add(reminder.firesAt()));
    keepEarliest(planned);
    keepEarliest(cancelled);
  }

  /** A digest is to go out then instead. */
  void digest(@Nullable Instant before, @Nullable Instant after) {
    if (!Objects.equals(before, after)) {
      Stream.ofNullable(before).forEach(cancelled::add);
      Stream.ofNullable(after).forEach(planned::add);
    }
  }

  void followWithAlarm() {
    keepEarliest(planned);
    keepEarliest(cancelled);
    alarm.follow(
        planned.isEmpty() ? null : planned.getFirst(),
        cancelled.isEmpty() ? null : cancelled.getFirst());
  }

  private static void keepEarliest(List<Instant> instants) {
    instants.stream()
        .min(Comparator.naturalOrder())
        .ifPresent(
            earliest -> {
              instants.clear();
              instants.add(earliest);
            });
  }
}
