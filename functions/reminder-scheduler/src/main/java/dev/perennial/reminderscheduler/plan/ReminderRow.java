package dev.perennial.reminderscheduler.plan;

import dev.perennial.events.ReminderKey;
import dev.perennial.reminders.StoredReminder;
import dev.perennial.reminders.StoredReminder.State;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of a {@link StoredReminder}. */
@MappedEntity(schema = "reminders", value = "reminders")
public record ReminderRow(
    @Id UUID id,
    UUID taskId,
    String key,
    String userId,
    long taskVersion,
    Instant instant,
    Instant firesAt,
    boolean snoozed,
    boolean late,
    State state,
    @Nullable UUID notificationId,
    Instant changedAt) {

  static ReminderRow of(StoredReminder reminder, Instant now) {
    return new ReminderRow(
        reminder.id(),
        reminder.taskId(),
        reminder.key().text(),
        reminder.userId(),
        reminder.taskVersion(),
        reminder.instant(),
        reminder.firesAt(),
        reminder.snoozed(),
        reminder.late(),
        reminder.state(),
        reminder.notificationId(),
        now);
  }

  public StoredReminder reminder() {
    return new StoredReminder(
        id,
        taskId,
        new ReminderKey(key),
        userId,
        taskVersion,
        instant,
        firesAt,
        snoozed,
        late,
        state,
        notificationId);
  }
}
