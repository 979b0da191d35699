package dev.perennial.reminderscheduler.due;

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

/** Claims due reminders and emits their notifications. */
final class DueReminders {

  private final ClaimedRows reminders;
  private final NotificationLinkRows links;
  private final NotificationRows notifications;
  private final Outbox outbox;
  private final DueWindow window;

  DueReminders(Database database, Outbox outbox, DueWindow window) {
    this.reminders = database.repository(ClaimedRows.class);
    this.links = database.repository(NotificationLinkRows.class);
    this.notifications = database.repository(NotificationRows.class);
    this.outbox = outbox;
    this.window = window;
  }

  /**
   * Claims one batch in the open transaction.
   *
   * @return whether there may be more
   */
  boolean claim(int atMost) {
    DueWindow.Bounds bounds = window.now();
    List<ClaimedRow> claimed =
        reminders.claim(
            bounds.until(), bounds.lateBefore(), bounds.expiredBefore(), bounds.now(), atMost);
    if (!claimed.isEmpty()) {
      handOn(grouped(claimed), bounds.now());
    }
    return claimed.size() >= atMost;
  }

  private static Collection<List<ClaimedRow>> grouped(List<ClaimedRow> claimed) {
    return claimed.stream()
        .collect(Collectors.groupingBy(GroupKey::of, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  private void handOn(Collection<List<ClaimedRow>> groups, Instant now) {
    List<OutgoingNotification> outgoing = groups.stream().map(DueReminders::notification).toList();
    notifications.insert(outgoing.stream().map(each -> each.row(now)).toList());
    links.put(outgoing.stream().flatMap(DueReminders::links).toList());
    outbox.addAll(outgoing.stream().map(OutgoingNotification::entry).toList());
  }

  private static Stream<NotificationLink> links(OutgoingNotification outgoing) {
    Notification notification = outgoing.notification();
    return notification.reminders().stream()
        .map(reminded -> new NotificationLink(reminded.reminderId(), notification.id()));
  }

  private static OutgoingNotification notification(List<ClaimedRow> group) {
    ClaimedRow first = group.getFirst();
    List<UUID> ids = group.stream().map(ClaimedRow::id).toList();
    List<Reminded> reminded =
        group.stream()
            .map(row -> new Reminded(row.id(), row.taskId(), row.listId(), row.instant()))
            .toList();
    return new OutgoingNotification(
        new Notification(
            NamedId.ofNotification(ids, first.firesAt()),
            Kind.REMINDER,
            first.userId(),
            first.firesAt(),
            first.late(),
            null,
            reminded),
        group.stream().anyMatch(ClaimedRow::byOthers),
        first.expired());
  }

  /**
   * Reminders with the same key are sent as one notification.
   *
   * @param id the reminder's id; empty if quiet hours delayed it, so that it joins others
   */
  private record GroupKey(String userId, Instant firesAt, Optional<UUID> id) {

    static GroupKey of(ClaimedRow row) {
      return new GroupKey(
          row.userId(), row.firesAt(), row.held() ? Optional.empty() : Optional.of(row.id()));
    }
  }
}
