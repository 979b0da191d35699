package dev.perennial.reminders.store;

import dev.perennial.events.EventJson;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.delivery.CurrentReminder;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current state of a reminder and of its task. */
@MappedEntity(schema = "reminders", value = "reminders")
record CurrentReminderRow(
    @Id UUID id,
    boolean due,
    @Nullable UUID notificationId,
    @Nullable String task,
    boolean open,
    @Nullable String userId) {

  CurrentReminder reminder() {
    return new CurrentReminder(
        id,
        due,
        notificationId,
        task == null ? null : EventJson.MAPPER.readValue(task, TaskSnapshot.class),
        open,
        userId);
  }
}
