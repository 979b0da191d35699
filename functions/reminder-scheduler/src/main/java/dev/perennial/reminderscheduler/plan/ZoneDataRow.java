package dev.perennial.reminderscheduler.plan;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import org.jspecify.annotations.Nullable;

/**
 * The edition of the time zone data that all reminders were planned with.
 *
 * @param zoneData such as 2026a; null before the first maintenance
 */
@MappedEntity(schema = "reminders", value = "alarm")
record ZoneDataRow(@Id boolean one, @Nullable String zoneData) {}
