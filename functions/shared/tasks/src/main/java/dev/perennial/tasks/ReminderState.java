package dev.perennial.tasks;

import java.time.Instant;
import java.util.UUID;

/**
 * What has become of a reminder of a task, as the reminders' functions say.
 *
 * @param key which of the task's reminders it is: {@code before PT15M} or {@code at
 *     2026-03-01T09:00}, perhaps with a zone
 * @param instant for when it is set
 * @param firesAt when the person is told: then, or after quiet hours, or as put off
 * @param state planned, past, cancelled, due, sent, failed, suppressed or expired
 */
public record ReminderState(
    UUID id, String key, Instant instant, Instant firesAt, boolean late, String state) {}
