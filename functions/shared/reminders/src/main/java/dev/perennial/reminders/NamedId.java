package dev.perennial.reminders;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.ReminderKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Name-based UUIDs (RFC 9562, version 3): the same thing always has the same id, so a repeated
 * insert is recognised.
 */
public final class NamedId {

  private NamedId() {}

  /** The id of a reminder of a task at an instant. */
  public static UUID ofReminder(UUID taskId, ReminderKey key, Instant instant) {
    return of("reminder/" + taskId + "/" + key + "/" + instant);
  }

  /** The id of the notification of these reminders, in any order. */
  public static UUID ofNotification(List<UUID> reminders, Instant firesAt) {
    return of(
        reminders.stream()
            .map(UUID::toString)
            .sorted()
            .collect(Collectors.joining(",", "reminders/", "/" + firesAt)));
  }

  /** The id of the digest of a person and a day. */
  public static UUID ofDigest(String user, LocalDate date) {
    return of("digest/" + date + "/" + user);
  }

  /** The id of the request to confirm the e-mail address of a person, made at this instant. */
  public static UUID ofConfirmation(String user, Instant requestedAt) {
    return of("confirmation/" + requestedAt + "/" + user);
  }

  /** The id of the notification that a person reached this threshold of the budget of a month. */
  public static UUID ofBudget(String user, String month, int threshold) {
    return of("budget/" + month + "/" + threshold + "/" + user);
  }

  private static UUID of(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }
}
