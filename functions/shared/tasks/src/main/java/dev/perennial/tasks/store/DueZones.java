package dev.perennial.tasks.store;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The zones in which open tasks are due, and the local time in each of them, both separated by
 * commas. Java computes the times, so that they do not depend on the time zones that Postgres has.
 *
 * @param names null if overdue tasks are not asked for
 * @param times null if overdue tasks are not asked for
 */
record DueZones(@Nullable String names, @Nullable String times) {

  /** In place of a zone: the task is due in the zone of the person. */
  private static final String NO_ZONE = "none";

  static DueZones of(TaskQuery query, FoundTaskRows tasks) {
    ZonedDateTime now = query.criteria().overdueAt();
    if (now == null) {
      return new DueZones(null, null);
    }
    List<String> zones = tasks.dueZones(query.listId());
    String times =
        zones.stream()
            .map(zone -> zone.equals(NO_ZONE) ? now : now.withZoneSameInstant(ZoneId.of(zone)))
            .map(time -> time.toLocalDateTime().toString())
            .collect(Collectors.joining(","));
    return new DueZones(String.join(",", zones), times);
  }
}
