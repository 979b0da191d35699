package dev.perennial.reminderscheduler.people;

import dev.perennial.events.Reminder;
import dev.perennial.events.ReminderKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reminder as the API returns it.
 *
 * @param state planned, past, cancelled, due, sent, failed, suppressed or expired
 * @param late whether it was sent later than planned
 * @param deliveries one per channel; empty before the reminder was due
 */
public record ReminderView(
    UUID id,
    Reminder reminder,
    Instant instant,
    Instant firesAt,
    String state,
    boolean snoozed,
    boolean late,
    List<DeliveryView> deliveries) {

  /**
   * The delivery by one channel.
   *
   * @param reason why it was not sent; null if it was
   */
  public record DeliveryView(
      String channel,
      String state,
      @Nullable String reason,
      Instant plannedAt,
      @Nullable Instant sendingAt,
      @Nullable Instant sentAt,
      @Nullable Instant failedAt,
      @Nullable Instant suppressedAt,
      @Nullable Instant expiredAt) {

    static DeliveryView of(DeliveryViewRow row) {
      return new DeliveryView(
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

  static ReminderView of(ReminderViewRow row, List<DeliveryViewRow> deliveries) {
    return new ReminderView(
        row.id(),
        new ReminderKey(row.key()).reminder(),
        row.instant(),
        row.firesAt(),
        row.state(),
        row.snoozed(),
        row.late(),
        deliveries.stream()
            .filter(delivery -> delivery.notificationId().equals(row.notificationId()))
            .map(DeliveryView::of)
            .toList());
  }
}
