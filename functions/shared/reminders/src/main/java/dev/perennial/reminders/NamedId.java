package dev.perennial.reminders;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.ReminderKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Ids that follow from what they stand for: name-based UUIDs (RFC 9562, version 3). Whoever comes
 * to the same thing a second time comes to the same id.
 */
public final class NamedId {

  private NamedId() {}

  /** Of a task's reminder at an instant. */
  public static UUID ofReminder(UUID taskId, ReminderKey key, Instant instant) {
    return of("reminder/" + taskId + "/" + key + "/" + instant);
  }

  /** Of what tells these reminders together. */
  public static UUID ofNotification(List<UUID> reminders, Instant firesAt) {
    return of(
        reminders.stream()
            .map(UUID::toString)
            .sorted()
            .collect(Collectors.joining(",", "reminders/", "/" + firesAt)));
  }

  /** Of a person's digest of a day. */
  public static UUID ofDigest(String user, LocalDate date) {
    return of("digest/" + date + "/" + user);
  }

  private static UUID of(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }
}
