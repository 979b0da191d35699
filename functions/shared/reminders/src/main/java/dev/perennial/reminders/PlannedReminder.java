package dev.perennial.reminders;

import dev.perennial.events.ReminderKey;
import java.time.Instant;
import java.util.UUID;

/**
 * A reminder that follows from a task and the settings of a person.
 *
 * @param instant the time it is set for
 * @param firesAt the time to send it: the instant, or the end of quiet hours
 */
public record PlannedReminder(UUID id, ReminderKey key, Instant instant, Instant firesAt) {}
