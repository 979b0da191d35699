package dev.perennial.reminderscheduler.plan;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The membership of one person in one list.
 *
 * @param version of the newest sharing event; 0 if none has arrived yet
 * @param member whether the person was a member as of that event
 * @param changedAt when that event happened
 */
@MappedEntity(schema = "reminders", value = "lists")
record MembershipRow(
    @Id UUID listId, String userId, long version, boolean member, Instant changedAt) {

  /**
   * Whether the person may see a task of the list. The row may be older or newer than the task's
   * event. So the person must be a member and in the event's audience; membership alone is enough
   * if the row is newer than the event.
   *
   * @param audience of the task's event
   * @param happenedAt when the task's event happened
   */
  boolean isVisible(List<String> audience, Instant happenedAt) {
    boolean isInAudience = audience.contains(userId);
    boolean isNewer = !happenedAt.isAfter(changedAt);
    return version == 0 ? isInAudience : member && (isInAudience || isNewer);
  }
}
