package dev.perennial.reminderscheduler.people;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The delivery of a notification by one channel, and when it reached each state. */
@MappedEntity(schema = "reminders", value = "deliveries")
record DeliveryViewRow(
    @Id UUID notificationId,
    String channel,
    String state,
    @Nullable String reason,
    Instant plannedAt,
    @Nullable Instant sendingAt,
    @Nullable Instant sentAt,
    @Nullable Instant failedAt,
    @Nullable Instant suppressedAt,
    @Nullable Instant expiredAt) {}
