package dev.perennial.reminderscheduler.due;

import static dev.perennial.events.EventType.REMINDER_DELIVERED;
import static dev.perennial.events.EventType.REMINDER_DUE;
import static dev.perennial.events.EventType.REMINDER_EXPIRED;
import static dev.perennial.reminders.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Channels;
import dev.perennial.events.EventJson;
import dev.perennial.events.Notification;
import dev.perennial.events.Notification.Kind;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.ReminderEvent;
import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notifications whose event the broker has given up during a long outage of a channel. */
class UnsettledNotificationsIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Database ONE = Database.open(POSTGRES.settings("reminder-scheduler"));
  private static final Database OTHER = Database.open(POSTGRES.settings("reminder-scheduler"));
  private static final Duration RESEND_AFTER = UnsettledNotifications.RESEND_AFTER;
  private static final Duration WINDOW = Duration.ofHours(24);

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final List<Outbox.Entry> emitted = new CopyOnWriteArrayList<>();

  @AfterAll
  static void close() {
    ONE.close();
    OTHER.close();
  }

  @BeforeEach
  void delete_all() {
    POSTGRES.execute("TRUNCATE reminders.people; TRUNCATE reminders.notifications CASCADE");
  }

  @Test
  void
      a_notification_that_no_channel_has_sent_is_resent_when_the_broker_has_given_up_and_not_before() {
    var notification = handedOn("ada");
    delivery(notification, "EMAIL", "PLANNED");

    goTo(RESEND_AFTER);
    resend(ONE);
    assertThat(emitted).isEmpty();

    goTo(RESEND_AFTER.plusMillis(1));
    resend(ONE);
    assertThat(emitted)
        .containsExactly(new OutgoingNotification(notification, false, false).entry());
  }

  @Test
  void a_resent_notification_is_resent_again_only_after_the_same_period() {
    delivery(handedOn("ada"), "EMAIL", "PLANNED");
    var first = RESEND_AFTER.plusMillis(1);

    for (var run : List.of(first, first.plusMinutes(15), first.plus(RESEND_AFTER))) {
      goTo(run);
      resend(ONE);
    }
    assertThat(emitted).as("runs in between resend nothing").hasSize(1);

    goTo(first.plus(RESEND_AFTER).plusMillis(1));
    resend(OTHER);
    assertThat(emitted).extracting(Outbox.Entry::type).containsExactly(REMINDER_DUE, REMINDER_DUE);
  }

  @Test
  void concurrent_runs_resend_each_notification_once() throws Exception {
    IntStream.range(0, 350).forEach(i -> delivery(handedOn("ada-" + i), "EMAIL", "PLANNED"));
    goTo(RESEND_AFTER.plusMillis(1));

    AtOnce.all(List.of(resending(ONE), resending(OTHER), resending(ONE)));

    assertThat(emitted).extracting(Outbox.Entry::subject).hasSize(350).doesNotHaveDuplicates();
  }

  @Test
  void a_notification_settled_by_every_channel_is_never_resent() {
    var notification = handedOn("ada");
    delivery(notification, "EMAIL", "SENT");
    delivery(notification, "PUSH", "SUPPRESSED");

    goTo(RESEND_AFTER.plusMillis(1));
    resend(ONE);

    assertThat(emitted).isEmpty();
    assertThat(handedOnAt(notification)).containsExactly((String) null);
  }

  @Test
  void one_open_delivery_is_enough_to_resend() {
    var notification = handedOn("ada");
    delivery(notification, "EMAIL", "SENT");
    delivery(notification, "PUSH", "PLANNED");

    goTo(RESEND_AFTER.plusMillis(1));
    resend(ONE);

    assertThat(emitted).extracting(Outbox.Entry::type).containsExactly(REMINDER_DUE);
  }

  @Test
  void a_leased_delivery_is_not_resent_before_its_lease_has_ended() {
    var notification = handedOn("ada");
    delivery(notification, "EMAIL", "SENDING");
    var sending = RESEND_AFTER.plusMillis(1);
    leased(notification, NOW.plus(sending));

    goTo(sending);
    resend(ONE);
    assertThat(emitted).isEmpty();

    goTo(sending.plusMillis(1));
    resend(ONE);
    assertThat(emitted).hasSize(1);
  }

  @Test
  void a_notification_without_deliveries_is_resent() {
    handedOn("ada");

    goTo(RESEND_AFTER.plusMillis(1));
    resend(ONE);

    assertThat(emitted).hasSize(1);
  }

  @Test
  void a_notification_of_a_person_without_channels_is_not_resent() {
    var profile =
        new ProfileSnapshot(
            "ada",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new Channels(List.of(), List.of()),
            null,
            null,
            null,
            null,
            null,
            1,
            NOW);
    POSTGRES.execute(
        "INSERT INTO reminders.people (user_id, version, profile, unsubscribe_token) VALUES ('ada', 1, '%s', '%s')"
            .formatted(EventJson.MAPPER.writeValueAsString(profile), UUID.randomUUID()));
    handedOn("ada");

    goTo(RESEND_AFTER.plusMillis(1));
    resend(ONE);

    assertThat(emitted).isEmpty();
  }

  @Test
  void nothing_expires_within_the_window_and_everything_once_after_it() {
    var notification = handedOn("ada");
    delivery(notification, "EMAIL", "PLANNED");
    delivery(notification, "PUSH", "SENDING");
    leased(notification, NOW);

    goTo(WINDOW);
    resend(ONE);
    assertThat(states(notification)).containsExactly("EMAIL PLANNED", "PUSH SENDING");
    emitted.clear();

    goTo(WINDOW.plus(RESEND_AFTER).plusMillis(1));
    resend(ONE);
    resend(ONE);

    var reason = "it is more than 24 hours late";
    assertThat(states(notification))
        .containsExactly("EMAIL EXPIRED " + reason, "PUSH EXPIRED " + reason);
    assertThat(emitted).extracting(Outbox.Entry::type).containsExactly(REMINDER_EXPIRED);
    assertThat(emitted)
        .extracting(Outbox.Entry::payload)
        .containsExactly(new ReminderEvent(notification, null, reason, List.of("ada")));
    assertThat(handedOnAt(notification)).containsExactly((String) null);
  }

  @Test
  void a_notification_without_deliveries_expires_for_every_channel() {
    var notification = handedOn("ada");

    goTo(WINDOW.plusMillis(1));
    resend(ONE);

    assertThat(states(notification)).hasSize(2).allMatch(state -> state.contains("EXPIRED"));
    assertThat(emitted).extracting(Outbox.Entry::type).containsExactly(REMINDER_EXPIRED);
  }

  @Test
  void a_delivery_that_one_device_has_is_settled_as_sent_and_does_not_expire() {
    var notification = handedOn("ada");
    delivery(notification, "PUSH", "PLANNED");
    delivery(notification, "EMAIL", "SENT");
    POSTGRES.execute(
        "UPDATE reminders.deliveries SET delivered_to = '{phone}' WHERE channel = 'PUSH'");

    goTo(WINDOW.plusMillis(1));
    resend(ONE);

    assertThat(states(notification)).containsExactly("EMAIL SENT", "PUSH SENT");
    assertThat(emitted).extracting(Outbox.Entry::type).containsExactly(REMINDER_DELIVERED);
  }

  /** Due now, and handed on now. */
  private static Notification handedOn(String user) {
    var notification =
        new Notification(UUID.randomUUID(), Kind.REMINDER, user, NOW, false, null, List.of());
    var row = NotificationRow.of(notification, false, NOW);
    ONE.inTransaction(
        () ->
            ONE.repository(NotificationRows.class)
                .insertIfAbsent(
                    row.id(), row.userId(), row.dueAt(), row.notification(), row.handedOnAt()));
    return notification;
  }

  private static void delivery(Notification of, String channel, String state) {
    POSTGRES.execute(
        "INSERT INTO reminders.deliveries (notification_id, channel, state, planned_at) VALUES ('%s', '%s', '%s', '%s')"
            .formatted(of.id(), channel, state, NOW));
  }

  private static void leased(Notification notification, Instant until) {
    POSTGRES.execute(
        "UPDATE reminders.deliveries SET leased_until = '%s' WHERE notification_id = '%s' AND state = 'SENDING'"
            .formatted(until, notification.id()));
  }

  private void goTo(Duration later) {
    now.set(NOW.plus(later));
  }

  private void resend(Database database) {
    new UnsettledNotifications(
            database, this::emit, RESEND_AFTER, new CatchUpWindow(WINDOW), now::get)
        .resend();
  }

  private Callable<Void> resending(Database database) {
    return () -> {
      resend(database);
      return null;
    };
  }

  private static List<String> states(Notification of) {
    return POSTGRES.column(
        """
        SELECT concat_ws(' ', channel, state, reason) FROM reminders.deliveries
        WHERE notification_id = '%s' ORDER BY channel
        """
            .formatted(of.id()));
  }

  private static List<String> handedOnAt(Notification notification) {
    return POSTGRES.column(
        "SELECT handed_on_at FROM reminders.notifications WHERE id = '%s'"
            .formatted(notification.id()));
  }

  private Instant emit(Outbox.Entry event) {
    emitted.add(event);
    return now.get();
  }
}
