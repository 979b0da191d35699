package dev.perennial.reminderscheduler.due;

import dev.perennial.events.Notification;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.reminders.store.DeliveryStore;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Resends notifications that were handed on so long ago that the broker has given up and that some
 * channel has not settled: a mail server or reminder-dispatch was unavailable for hours. A resent
 * notification is a new event of the same notification; its deliveries record which channels have
 * sent it, so no channel sends it twice.
 */
public final class UnsettledNotifications {

  /** The default of {@code RESEND_AFTER}: longer than all retries in eventing/broker.yaml. */
  public static final Duration RESEND_AFTER = Duration.ofMinutes(30);

  private static final int SETTLED_BATCH = 10_000;
  private static final int UNSETTLED_BATCH = 100;

  private final Batches batches;
  private final NotificationRows notifications;
  private final DeliveryStore deliveries;
  private final Outbox outbox;
  private final Duration resendAfter;
  private final CatchUpWindow window;
  private final InstantSource clock;

  /**
   * @param resendAfter how long the broker has to deliver a notification before it is resent
   * @param window what is still unsettled after it expires and is not resent
   */
  public UnsettledNotifications(
      Database database,
      Outbox outbox,
      Duration resendAfter,
      CatchUpWindow window,
      InstantSource clock) {
    this.batches = new Batches(database);
    this.notifications = database.repository(NotificationRows.class);
    this.deliveries = new DeliveryStore(database, outbox);
    this.outbox = outbox;
    this.resendAfter = resendAfter;
    this.window = window;
    this.clock = clock;
  }

  /**
   * Resends each unsettled notification once, also when several instances do so at the same time,
   * and the next time only after the broker has given up again. Each batch is a transaction, so the
   * caller must not have one open.
   */
  public void resend() {
    batches.run(
        () ->
            notifications.markSettled(clock.instant().minus(resendAfter), SETTLED_BATCH)
                == SETTLED_BATCH);
    batches.run(this::resendBatch);
  }

  private boolean resendBatch() {
    Instant now = clock.instant();
    List<NotificationRow> unsettled =
        notifications.lockUnsettled(now.minus(resendAfter), now, UNSETTLED_BATCH);
    unsettled.forEach(row -> resend(row.toNotification(), now));
    return unsettled.size() == UNSETTLED_BATCH;
  }

  private void resend(Notification notification, Instant now) {
    if (isOpen(notification, now)) {
      if (window.isOver(notification.dueAt(), now)) {
        deliveries.expire(notification, window.reason(), now);
      } else {
        outbox.add(new OutgoingNotification(notification, false, false).entry());
      }
    }
    // A delivery that was claimed meanwhile has not expired; the next run checks it again.
    notifications.setHandedOnAt(notification.id(), isOpen(notification, now) ? now : null);
  }

  private boolean isOpen(Notification notification, Instant now) {
    return deliveries.plan(notification, now).stream().anyMatch(plan -> !plan.open().isEmpty());
  }
}
