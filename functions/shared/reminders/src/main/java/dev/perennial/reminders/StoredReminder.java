package dev.perennial.reminders;

import dev.perennial.events.ReminderKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reminder of a task at one instant, with its state.
 *
 * @param taskVersion the newest version of the task that contains this reminder
 * @param instant the time it is set for
 * @param firesAt the time to send it: the instant, the end of quiet hours, or the end of a snooze
 * @param snoozed whether the person chose {@code firesAt} by a snooze
 * @param late whether it was claimed after the grace period
 * @param notificationId its newest notification; null before it was due
 */
public record StoredReminder(
    UUID id,
    UUID taskId,
    ReminderKey key,
    String userId,
    long taskVersion,
    Instant instant,
    Instant firesAt,
    boolean snoozed,
    boolean late,
    State state,
    @Nullable UUID notificationId) {

  /** The state that the scheduler decides; deliveries have their own. */
  public enum State {
    PLANNED,
    /** Its instant had passed when it was first planned, so it is not sent. */
    PAST,
    CANCELLED,
    /** Claimed and handed on to be delivered. */
    DUE,
    /** Claimed after the catch-up window, so it is not sent. */
    EXPIRED
  }

  public boolean isPlanned() {
    return state == State.PLANNED;
  }

  /** Whether quiet hours delay it; such reminders of one person are sent together. */
  public boolean isHeld() {
    return !snoozed && !firesAt.equals(instant);
  }

  /** A reminder that did not exist before. */
  static StoredReminder first(
      PlannedReminder planned, UUID taskId, long version, String user, Instant happenedAt) {
    return new StoredReminder(
        planned.id(),
        taskId,
        planned.key(),
        user,
        version,
        planned.instant(),
        planned.firesAt(),
        false,
        false,
        planned.instant().isAfter(happenedAt) ? State.PLANNED : State.PAST,
        null);
  }

  StoredReminder cancelled() {
    return with(State.CANCELLED, userId, taskVersion, firesAt, false);
  }

  /** Plans the reminder again. A snooze is kept for the same person and dropped for another. */
  StoredReminder replanned(PlannedReminder planned, long version, String user, Instant happenedAt) {
    boolean sameUser = user.equals(userId);
    if (isPlanned() && sameUser) {
      return with(state, user, version, snoozed ? firesAt : planned.firesAt(), snoozed);
    }
    if (!isPlanned() && state != State.CANCELLED) {
      return this;
    }
    boolean isToCome = instant.isAfter(happenedAt) || (isPlanned() && !snoozed);
    return isToCome
        ? with(State.PLANNED, user, version, planned.firesAt(), false)
        : with(State.CANCELLED, userId, taskVersion, firesAt, false);
  }

  /** Snoozes the reminder until this instant. */
  public StoredReminder snoozed(Instant until) {
    return with(State.PLANNED, userId, taskVersion, until, true);
  }

  private StoredReminder with(
      State newState, String user, long version, Instant fires, boolean isSnoozed) {
    return new StoredReminder(
        id, taskId, key, user, version, instant, fires, isSnoozed, late, newState, notificationId);
  }
}
