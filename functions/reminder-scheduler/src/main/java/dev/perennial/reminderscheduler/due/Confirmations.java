package dev.perennial.reminderscheduler.due;

import dev.perennial.events.Notification;
import dev.perennial.events.Notification.Kind;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.reminders.NamedId;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Hands on the mails that ask people to confirm their e-mail address. */
public final class Confirmations {

  private final Database database;
  private final NotificationRows notifications;
  private final Outbox outbox;
  private final InstantSource clock;

  public Confirmations(Database database, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.notifications = database.repository(NotificationRows.class);
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Hands on the confirmation that this profile requests, once for each request, in the open
   * transaction or one of its own. Does nothing if the profile requests none, or its link is not
   * valid any longer.
   */
  public void handOn(ProfileSnapshot profile) {
    Instant requestedAt = profile.confirmationRequestedAt();
    Instant now = clock.instant();
    if (requestedAt != null
        && requestedAt.plus(ProfileSnapshot.CONFIRMATION_LIFETIME).isAfter(now)) {
      database.inTransaction(() -> handOn(notification(profile.userId(), requestedAt), now));
    }
  }

  private void handOn(OutgoingNotification outgoing, Instant now) {
    NotificationRow row = outgoing.row(now);
    if (notifications.insertIfAbsent(
            row.id(), row.userId(), row.dueAt(), row.notification(), row.handedOnAt())
        == 1) {
      outbox.add(outgoing.entry());
    }
  }

  private static OutgoingNotification notification(String user, Instant requestedAt) {
    return new OutgoingNotification(
        new Notification(
            NamedId.ofConfirmation(user, requestedAt),
            Kind.CONFIRMATION,
            user,
            requestedAt,
            false,
            null,
            List.of()),
        false,
        false);
  }
}
