package dev.perennial.reminderscheduler.alarm;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The single row of the alarm.
 *
 * @param setTo the time the alarm was last set to; null if it never was
 */
@MappedEntity(schema = "reminders", value = "alarm")
record AlarmRow(@Id boolean one, @Nullable Instant setTo) {}
