package dev.perennial.reminderscheduler.people;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A device that pushes are sent to. */
@MappedEntity(schema = "reminders", value = "devices")
record DeviceRow(
    @Id String token,
    String userId,
    String platform,
    @Nullable String name,
    Instant registeredAt) {}
