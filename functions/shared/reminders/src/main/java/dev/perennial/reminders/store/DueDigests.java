package dev.perennial.reminders.store;

import dev.perennial.events.Notification;
import dev.perennial.events.Notification.Kind;
import dev.perennial.reminders.DigestDay;
import dev.perennial.reminders.NamedId;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** Digests whose time has come, on their way out; the next day's takes the place of each. */
final class DueDigests {

  private final PersonRows people;
  private final NotificationRows notifications;
  private final Outbox outbox;
  private final Lateness lateness;

  DueDigests(Database database, Outbox outbox, Lateness lateness) {
    this.people = database.repository(PersonRows.class);
    this.notifications = database.repository(NotificationRows.class);
    this.outbox = outbox;
    this.lateness = lateness;
  }

  /** Whether there may be more: of one person more than one day's may be due after an outage. */
  boolean claim(int atMost) {
    var moment = lateness.now();
    var due = people.claimDigests(moment.until(), atMost);
    outbox.addAll(
        due.stream()
            .map(person -> told(person, moment))
            .filter(told -> isFirst(told, moment.now()))
            .map(Told::entry)
            .toList());
    return due.stream().map(this::plannedNext).anyMatch(next -> !next.isAfter(moment.until()))
        || due.size() == atMost;
  }

  private Instant plannedNext(PersonRow row) {
    var person = row.person();
    var time = Objects.requireNonNull(person.digestTime());
    var next = DigestDay.following(date(row), time, person.zone());
    people.setDigest(row.userId(), next.date(), next.at());
    return next.at();
  }

  private static Told told(PersonRow row, Lateness.Moment moment) {
    var at = Objects.requireNonNull(row.digestAt());
    return new Told(
        new Notification(
            NamedId.ofDigest(row.userId(), date(row)),
            Kind.DIGEST,
            row.userId(),
            at,
            at.isBefore(moment.late()),
            date(row),
            List.of()),
        at.isBefore(moment.expired()));
  }

  private static LocalDate date(PersonRow row) {
    return Objects.requireNonNull(row.digestDate());
  }

  /** A day has one digest, whatever its person did to the time of it since. */
  private boolean isFirst(Told told, Instant now) {
    var row = told.row(now);
    return notifications.insertNew(
            row.id(), row.userId(), row.dueAt(), row.told(), row.handedOnAt())
        == 1;
  }
}
