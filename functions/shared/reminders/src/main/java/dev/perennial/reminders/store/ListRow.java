package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is known of a list's members, as far as it concerns one person.
 *
 * @param version 0 if nothing is
 * @param member whether the person was one by then
 */
@MappedEntity(schema = "reminders", value = "lists")
record ListRow(@Id UUID listId, long version, boolean member, Instant changedAt) {

  /**
   * Whether the person may see a task of the list. What is known of the list may be older or newer
   * than the task's event: so both have to say so, unless the list's is the newer.
   *
   * @param audience of the task's event
   */
  boolean shows(String user, List<String> audience, Instant happenedAt) {
    var isTold = audience.contains(user);
    var isNewer = !happenedAt.isAfter(changedAt);
    return version == 0 ? isTold : member && (isTold || isNewer);
  }
}
