package dev.perennial.reminders;

import dev.perennial.events.ReminderKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reminder of a task at one instant, and what has become of it.
 *
 * @param taskVersion the newest version of the task that asked for it
 * @param firesAt when the person is to be told
 * @param snoozed whether the person chose that moment by putting it off
 * @param late whether it was told later than it should have been
 * @param notificationId the newest notification that told it; null before it was due
 */
public record KeptReminder(
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

  /** Where it stands, as far as it is the scheduler's. */
  public enum State {
    PLANNED,
    /** Its instant was past when it was first asked for. */
    PAST,
    CANCELLED,
    /** Handed on to be delivered. */
    DUE,
    /** Found too late to be of use. */
    EXPIRED
  }

  public boolean isPlanned() {
    return state == State.PLANNED;
  }

  /** Whether it waits for the end of quiet hours, and is then told with others that do. */
  public boolean isHeld() {
    return !snoozed && !firesAt.equals(instant);
  }

  /** The first mention of it. */
  static KeptReminder first(
      PlannedReminder asked, UUID taskId, long version, String user, Instant happenedAt) {
    return new KeptReminder(
        asked.id(),
        taskId,
        asked.key(),
        user,
        version,
        asked.instant(),
        asked.firesAt(),
        false,
        false,
        asked.instant().isAfter(happenedAt) ? State.PLANNED : State.PAST,
        null);
  }

  KeptReminder cancelled() {
    return with(State.CANCELLED, userId, taskVersion, firesAt, false);
  }

  /** Asked for again, perhaps of somebody else, who knows nothing of a snooze. */
  KeptReminder askedAgain(PlannedReminder asked, long version, String user, Instant happenedAt) {
    boolean sameUser = user.equals(userId);
    if (isPlanned() && sameUser) {
      return with(state, user, version, snoozed ? firesAt : asked.firesAt(), snoozed);
    }
    if (!isPlanned() && state != State.CANCELLED) {
      return this;
    }
    boolean isToCome = instant.isAfter(happenedAt) || (isPlanned() && !snoozed);
    return isToCome
        ? with(State.PLANNED, user, version, asked.firesAt(), false)
        : with(State.CANCELLED, userId, taskVersion, firesAt, false);
  }

  /** To be told at another moment, as the person chose. */
  public KeptReminder snoozed(Instant until) {
    return with(State.PLANNED, userId, taskVersion, until, true);
  }

  private KeptReminder with(
      State next, String user, long version, Instant fires, boolean isSnoozed) {
    return new KeptReminder(
        id, taskId, key, user, version, instant, fires, isSnoozed, late, next, notificationId);
  }
}
