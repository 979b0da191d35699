package dev.perennial.reminders.store;

import dev.perennial.events.Notification;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What was handed on so long ago that the broker has given up, and is not settled: a mail server
 * was away for hours, or nobody was there to deliver it. It is handed on once more, as another
 * event of the same notification: by which channels it was told is in its deliveries, so none
 * repeats it.
 */
public final class UnsettledNotifications {

  /** Unless told: longer than the retries of eventing/broker.yaml take. */
  public static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final int SETTLED_AT_ONCE = 10_000;
  private static final int UNSETTLED_AT_ONCE = 100;

  private final Batches batches;
  private final NotificationRows notifications;
  private final DeliveryStore deliveries;
  private final Outbox outbox;
  private final Duration patience;
  private final CatchUpWindow window;
  private final InstantSource clock;

  /**
   * @param patience how long after it was handed on something is left to the broker
   * @param window what is found unsettled after it expires
   */
  public UnsettledNotifications(
      Database database,
      Outbox outbox,
      Duration patience,
      CatchUpWindow window,
      InstantSource clock) {
    this.batches = new Batches(database);
    this.notifications = database.repository(NotificationRows.class);
    this.deliveries = new JdbcDeliveryStore(database, outbox);
    this.outbox = outbox;
    this.patience = patience;
    this.window = window;
    this.clock = clock;
  }

  /**
   * Hands each on once, however many ask at once, and then not before the broker has given up
   * again. Each batch is a transaction of its own, so that none may be open.
   */
  public void handOnAgain() {
    batches.untilNoneIsLeft(
        () ->
            notifications.noteSettled(clock.instant().minus(patience), SETTLED_AT_ONCE)
                == SETTLED_AT_ONCE);
    batches.untilNoneIsLeft(this::handOnSome);
  }

  private boolean handOnSome() {
    var now = clock.instant();
    var unsettled = notifications.unsettled(now.minus(patience), now, UNSETTLED_AT_ONCE);
    unsettled.forEach(row -> handOn(row.notification(), now));
    return unsettled.size() == UNSETTLED_AT_ONCE;
  }

  private void handOn(Notification told, Instant now) {
    if (isOpen(told, now)) {
      if (window.isOver(told.dueAt(), now)) {
        deliveries.expire(told, window.reason(), now);
      } else {
        outbox.add(new Told(told, false).entry());
      }
    }
    // What somebody has taken in hand meanwhile has not expired: it is looked at again.
    notifications.handedOn(told.id(), isOpen(told, now) ? now : null);
  }

  private boolean isOpen(Notification told, Instant now) {
    return deliveries.account(told, now).stream().anyMatch(account -> !account.open().isEmpty());
  }
}
