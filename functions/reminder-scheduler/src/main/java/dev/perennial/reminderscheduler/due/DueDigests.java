package dev.perennial.reminderscheduler.due;

import dev.perennial.events.Notification;
import dev.perennial.events.Notification.Kind;
import dev.perennial.reminders.DigestDay;
import dev.perennial.reminders.NamedId;
import dev.perennial.reminders.Person;
import dev.perennial.reminderscheduler.plan.PersonRow;
import dev.perennial.reminderscheduler.plan.PersonRows;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;

/** Claims due digests, emits their notifications and plans each person's next digest. */
final class DueDigests {

  private final PersonRows people;
  private final NotificationRows notifications;
  private final Outbox outbox;
  private final DueWindow window;

  DueDigests(Database database, Outbox outbox, DueWindow window) {
    this.people = database.repository(PersonRows.class);
    this.notifications = database.repository(NotificationRows.class);
    this.outbox = outbox;
    this.window = window;
  }

  /**
   * Claims one batch in the open transaction.
   *
   * @return whether there may be more; after an outage a person may have digests of several days
   */
  boolean claim(int atMost) {
    DueWindow.Bounds bounds = window.now();
    List<PersonRow> due = people.lockDueDigests(bounds.until(), atMost);
    outbox.addAll(
        due.stream()
            .map(person -> notification(person, bounds))
            .filter(outgoing -> insertIfAbsent(outgoing, bounds.now()))
            .map(OutgoingNotification::entry)
            .toList());
    return due.stream().map(this::planNext).anyMatch(next -> !next.isAfter(bounds.until()))
        || due.size() == atMost;
  }

  private Instant planNext(PersonRow row) {
    Person person = row.person();
    LocalTime time = Objects.requireNonNull(person.digestTime());
    var next = DigestDay.following(date(row), time, person.zone());
    people.setDigest(row.userId(), next.date(), next.at());
    return next.at();
  }

  private static OutgoingNotification notification(PersonRow row, DueWindow.Bounds bounds) {
    Instant at = Objects.requireNonNull(row.digestAt());
    return new OutgoingNotification(
        new Notification(
            NamedId.ofDigest(row.userId(), date(row)),
            Kind.DIGEST,
            row.userId(),
            at,
            at.isBefore(bounds.lateBefore()),
            date(row),
            List.of()),
        false,
        at.isBefore(bounds.expiredBefore()));
  }

  private static LocalDate date(PersonRow row) {
    return Objects.requireNonNull(row.digestDate());
  }

  /** A day has one digest, even if the person has changed its time since. */
  private boolean insertIfAbsent(OutgoingNotification outgoing, Instant now) {
    NotificationRow row = outgoing.row(now);
    return notifications.insertIfAbsent(
            row.id(), row.userId(), row.dueAt(), row.notification(), row.handedOnAt())
        == 1;
  }
}
