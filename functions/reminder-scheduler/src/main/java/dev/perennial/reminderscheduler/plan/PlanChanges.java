package dev.perennial.reminderscheduler.plan;

import dev.perennial.reminders.StoredReminder;
import dev.perennial.reminderscheduler.alarm.Alarm;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The changes that one transaction makes to reminders and digests. {@link #rescheduleAlarm} is the
 * transaction's last step.
 */
public final class PlanChanges {

  private final ReminderRows rows;
  private final Alarm alarm;
  private final Instant now;
  private final List<Instant> planned = new ArrayList<>();
  private final List<Instant> cancelled = new ArrayList<>();

  public PlanChanges(ReminderRows rows, Alarm alarm, InstantSource clock) {
    this.rows = rows;
    this.alarm = alarm;
    this.now = clock.instant();
  }

  /** Stores these reminders as they are now. */
  public void put(List<StoredReminder> changed) {
    if (changed.isEmpty()) {
      return;
    }
    rows.put(changed.stream().map(reminder -> ReminderRow.of(reminder, now)).toList());
    changed.forEach(
        reminder -> (reminder.isPlanned() ? planned : cancelled).add(reminder.firesAt()));
    retainEarliest(planned);
    retainEarliest(cancelled);
  }

  /**
   * Records that the time of a digest has changed.
   *
   * @param before null if there was no digest
   * @param after null if there is no digest any longer
   */
  void moveDigest(@Nullable Instant before, @Nullable Instant after) {
    if (!Objects.equals(before, after)) {
      Stream.ofNullable(before).forEach(cancelled::add);
      Stream.ofNullable(after).forEach(planned::add);
    }
  }

  /**
   * Adapts the alarm to all changes.
   *
   * @throws dev.perennial.runtime.ledger.TryLater if the alarm cannot be set now
   */
  public void rescheduleAlarm() {
    retainEarliest(planned);
    retainEarliest(cancelled);
    alarm.reschedule(
        planned.isEmpty() ? null : planned.getFirst(),
        cancelled.isEmpty() ? null : cancelled.getFirst());
  }

  private static void retainEarliest(List<Instant> instants) {
    instants.stream()
        .min(Comparator.naturalOrder())
        .ifPresent(
            earliest -> {
              instants.clear();
              instants.add(earliest);
            });
  }
}
