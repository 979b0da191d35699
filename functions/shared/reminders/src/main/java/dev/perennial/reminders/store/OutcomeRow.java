package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a notification on one channel. */
@MappedEntity(schema = "reminders", value = "deliveries")
record OutcomeRow(
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
