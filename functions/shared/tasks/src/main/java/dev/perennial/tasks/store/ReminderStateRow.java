package dev.perennial.tasks.store;

import dev.perennial.tasks.task.ReminderState;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

@MappedEntity(value = "states", schema = "reminders")
record ReminderStateRow(
    @Id UUID id, String key, Instant instant, Instant firesAt, boolean late, String state) {

  ReminderState reminder() {
    return new ReminderState(id, key, instant, firesAt, late, state);
  }
}
