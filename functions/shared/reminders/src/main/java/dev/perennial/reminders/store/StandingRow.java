package dev.perennial.reminders.store;

import dev.perennial.events.EventJson;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.reminders.delivery.Standing;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A reminder beside its task. */
@MappedEntity(schema = "reminders", value = "reminders")
record StandingRow(
    @Id UUID id,
    boolean due,
    @Nullable UUID notificationId,
    @Nullable String task,
    boolean open,
    @Nullable String userId) {

  Standing standing() {
    return new Standing(
        id,
        due,
        notificationId,
        task == null ? null : EventJson.MAPPER.readValue(task, TaskSnapshot.class),
        open,
        userId);
  }
}
