package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@MappedEntity(schema = "reminders", value = "alarm")
record AlarmRow(@Id boolean one, @Nullable Instant setTo, @Nullable String zoneData) {}
