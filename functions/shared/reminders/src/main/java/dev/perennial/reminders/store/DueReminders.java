package dev.perennial.reminders.store;

import dev.perennial.events.Notification;
import dev.perennial.events.Notification.Kind;
import dev.perennial.events.Notification.Reminded;
import dev.perennial.reminders.NamedId;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reminders whose time has come, on their way out: those held together as one notification. */
final class DueReminders {

  private final ClaimedRows reminders;
  private final MentionRows mentions;
  private final NotificationRows notifications;
  private final Outbox outbox;
  private final Lateness lateness;

  DueReminders(Database database, Outbox outbox, Lateness lateness) {
    this.reminders = database.repository(ClaimedRows.class);
    this.mentions = database.repository(MentionRows.class);
    this.notifications = database.repository(NotificationRows.class);
    this.outbox = outbox;
    this.lateness = lateness;
  }

  /** Whether there may be more. */
  boolean claim(int atMost) {
    var moment = lateness.now();
    var claimed =
        reminders.claim(moment.until(), moment.late(), moment.expired(), moment.now(), atMost);
    if (!claimed.isEmpty()) {
      handOn(together(claimed), moment.now());
    }
    return claimed.size() >= atMost;
  }

  private static Collection<List<ClaimedRow>> together(List<ClaimedRow> claimed) {
    return claimed.stream()
        .collect(Collectors.groupingBy(Company::of, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private void handOn(Collection<List<ClaimedRow>> groups, Instant now) {
    var told = groups.stream().map(DueReminders::told).toList();
    notifications.insert(told.stream().map(each -> each.row(now)).toList());
    mentions.keep(told.stream().flatMap(DueReminders::mentions).toList());
    outbox.addAll(told.stream().map(Told::entry).toList());
  }

  private static Stream<Mention> mentions(Told told) {
    return told.notification().reminders().stream()
        .map(reminded -> new Mention(reminded.reminderId(), told.notification().id()));
  }

  private static Told told(List<ClaimedRow> group) {
    var first = group.getFirst();
    var ids = group.stream().map(ClaimedRow::id).toList();
    var reminded =
        group.stream()
            .map(row -> new Reminded(row.id(), row.taskId(), row.listId(), row.instant()))
            .toList();
    return new Told(
        new Notification(
            NamedId.ofNotification(ids, first.firesAt()),
            Kind.REMINDER,
            first.userId(),
            first.firesAt(),
            first.late(),
            null,
            reminded),
        first.expired());
  }

  /**
   * What is told together.
   *
   * @param alone the reminder's own id; empty if quiet hours held it
   */
  private record Company(String userId, Instant firesAt, Optional<UUID> alone) {

    static Company of(ClaimedRow row) {
      return new Company(
          row.userId(), row.firesAt(), row.held() ? Optional.empty() : Optional.of(row.id()));
    }
  }
}
