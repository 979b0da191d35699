package dev.perennial.tasks.task;

import java.time.Instant;
import java.util.UUID;

/**
 * The current state of a task's reminder, as the reminder functions publish it.
 *
 * @param key identifies the reminder within the task: {@code before PT15M} or {@code at
 *     2026-03-01T09:00}, the latter with an optional zone
 * @param instant the time for which the reminder is set
 * @param firesAt when the user is notified: at {@code instant}, after quiet hours, or as postponed
 * @param state planned, past, cancelled, due, sent, failed, suppressed or expired
 */
public record ReminderState(
    UUID id, String key, Instant instant, Instant firesAt, boolean late, String state) {}
