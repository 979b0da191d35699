package dev.perennial.reminders;

import dev.perennial.events.ReminderKey;
import java.time.Instant;
import java.util.UUID;

/**
 * A reminder that a task asks for.
 *
 * @param firesAt when the person is to be told: the instant, or the end of quiet hours
 */
public record PlannedReminder(UUID id, ReminderKey key, Instant instant, Instant firesAt) {}
