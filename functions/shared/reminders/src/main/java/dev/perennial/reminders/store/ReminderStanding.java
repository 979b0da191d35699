package dev.perennial.reminders.store;

import dev.perennial.events.Reminder;
import dev.perennial.events.ReminderKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with a reminder, as the API answers it.
 *
 * @param state planned, past, cancelled, due, sent, failed, suppressed or expired
 * @param late whether it was told later than it should have been
 * @param deliveries one for each channel it was to be told by
 */
public record ReminderStanding(
    UUID id,
    Reminder reminder,
    Instant instant,
    Instant firesAt,
    String state,
    boolean snoozed,
    boolean late,
    List<Outcome> deliveries) {

  /** What became of it on one channel, and when. */
  public record Outcome(
      String channel,
      String state,
      @Nullable String reason,
      Instant plannedAt,
      @Nullable Instant sendingAt,
      @Nullable Instant sentAt,
      @Nullable Instant failedAt,
      @Nullable Instant suppressedAt,
      @Nullable Instant expiredAt) {

    static Outcome of(OutcomeRow row) {
      return new Outcome(
          row.channel().toLowerCase(Locale.ROOT),
          row.state().toLowerCase(Locale.ROOT),
          row.reason(),
          row.plannedAt(),
          row.sendingAt(),
          row.sentAt(),
          row.failedAt(),
          row.suppressedAt(),
          row.expiredAt());
    }
  }

  static ReminderStanding of(StateRow row, List<OutcomeRow> outcomes) {
    return new ReminderStanding(
        row.id(),
        new ReminderKey(row.key()).reminder(),
        row.instant(),
        row.firesAt(),
        row.state(),
        row.snoozed(),
        row.late(),
        outcomes.stream()
            .filter(outcome -> outcome.notificationId().equals(row.notificationId()))
            .map(Outcome::of)
            .toList());
  }
}
