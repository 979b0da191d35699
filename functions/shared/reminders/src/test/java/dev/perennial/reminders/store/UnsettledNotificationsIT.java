package dev.perennial.reminders.store;

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

/** What the broker has given up, because a channel was away for longer than it tries. */
class UnsettledNotificationsIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final Database ONE = Database.open(POSTGRES.settings("reminder-scheduler"));
  private static final Database OTHER = Database.open(POSTGRES.settings("reminder-scheduler"));
  private static final Duration PATIENCE = UnsettledNotifications.PATIENCE;
  private static final Duration WINDOW = Duration.ofHours(24);

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final List<Outbox.Entry> emitted = new CopyOnWriteArrayList<>();

  @AfterAll
  static void close() {
    ONE.close();
    OTHER.close();
  }

  @BeforeEach
  void nothing_was_told() {
    POSTGRES.execute("TRUNCATE reminders.people; TRUNCATE reminders.notifications CASCADE");
  }

  @Test
  void what_no_channel_took_is_handed_on_again_when_the_broker_has_given_up_and_not_before() {
    var told = handedOn("ada");
    delivery(told, "EMAIL", "PLANNED");

    goTo(PATIENCE);
    again(ONE);
    assertThat(emitted).isEmpty();

    goTo(PATIENCE.plusMillis(1));
    again(ONE);
    assertThat(emitted).containsExactly(new Told(told, false).entry());
  }

  @Test
  void what_was_handed_on_again_has_the_broker_s_patience_once_more() {
    delivery(handedOn("ada"), "EMAIL", "PLANNED");
    var first = PATIENCE.plusMillis(1);

    for (var ring : List.of(first, first.plusMinutes(15), first.plus(PATIENCE))) {
      goTo(ring);
      again(ONE);
    }
    assertThat(emitted).as("rings do not pile up").hasSize(1);

    goTo(first.plus(PATIENCE).plusMillis(1));
    again(OTHER);
    assertThat(emitted).extracting(Outbox.Entry::type).containsExactly(REMINDER_DUE, REMINDER_DUE);
  }

  @Test
  void two_who_ask_at_once_hand_each_on_once() throws Exception {
    IntStream.range(0, 350).forEach(i -> delivery(handedOn("ada-" + i), "EMAIL", "PLANNED"));
    goTo(PATIENCE.plusMillis(1));

    AtOnce.all(List.of(asking(ONE), asking(OTHER), asking(ONE)));

    assertThat(emitted).extracting(Outbox.Entry::subject).hasSize(350).doesNotHaveDuplicates();
  }

  @Test
  void what_every_channel_has_settled_is_left_alone_for_ever() {
    var told = handedOn("ada");
    delivery(told, "EMAIL", "SENT");
    delivery(told, "PUSH", "SUPPRESSED");

    goTo(PATIENCE.plusMillis(1));
    again(ONE);

    assertThat(emitted).isEmpty();
    assertThat(handedOnAt(told)).containsExactly((String) null);
  }

  @Test
  void one_channel_that_is_open_is_enough() {
    var told = handedOn("ada");
    delivery(told, "EMAIL", "SENT");
    delivery(told, "PUSH", "PLANNED");

    goTo(PATIENCE.plusMillis(1));
    again(ONE);

    assertThat(emitted).extracting(Outbox.Entry::type).containsExactly(REMINDER_DUE);
  }

  @Test
  void what_somebody_has_in_hand_is_left_to_them_until_their_lease_is_over() {
    var told = handedOn("ada");
    delivery(told, "EMAIL", "SENDING");
    var sending = PATIENCE.plusMillis(1);
    leased(told, NOW.plus(sending));

    goTo(sending);
    again(ONE);
    assertThat(emitted).isEmpty();

    goTo(sending.plusMillis(1));
    again(ONE);
    assertThat(emitted).hasSize(1);
  }

  @Test
  void what_nobody_was_there_to_deliver_is_handed_on_again() {
    handedOn("ada");

    goTo(PATIENCE.plusMillis(1));
    again(ONE);

    assertThat(emitted).hasSize(1);
  }

  @Test
  void who_wants_no_channel_is_told_nothing_again() {
    var profile =
        new ProfileSnapshot(
            "ada",
            null,
            null,
            null,
            null,
            null,
            null,
            new Channels(List.of(), List.of()),
            null,
            null,
            1,
            NOW);
    POSTGRES.execute(
        "INSERT INTO reminders.people (user_id, version, profile, unsubscribe_token) VALUES ('ada', 1, '%s', '%s')"
            .formatted(EventJson.MAPPER.writeValueAsString(profile), UUID.randomUUID()));
    handedOn("ada");

    goTo(PATIENCE.plusMillis(1));
    again(ONE);

    assertThat(emitted).isEmpty();
  }

  @Test
  void within_the_window_nothing_expires_and_after_it_once_and_for_all() {
    var told = handedOn("ada");
    delivery(told, "EMAIL", "PLANNED");
    delivery(told, "PUSH", "SENDING");
    leased(told, NOW);

    goTo(WINDOW);
    again(ONE);
    assertThat(states(told)).containsExactly("EMAIL PLANNED", "PUSH SENDING");
    emitted.clear();

    goTo(WINDOW.plus(PATIENCE).plusMillis(1));
    again(ONE);
    again(ONE);

    var reason = "it is more than 24 hours late";
    assertThat(states(told)).containsExactly("EMAIL EXPIRED " + reason, "PUSH EXPIRED " + reason);
    assertThat(emitted).extracting(Outbox.Entry::type).containsExactly(REMINDER_EXPIRED);
    assertThat(emitted)
        .extracting(Outbox.Entry::payload)
        .containsExactly(new ReminderEvent(told, null, reason, List.of("ada")));
    assertThat(handedOnAt(told)).containsExactly((String) null);
  }

  @Test
  void what_nobody_was_there_to_deliver_expires_by_every_channel() {
    var told = handedOn("ada");

    goTo(WINDOW.plusMillis(1));
    again(ONE);

    assertThat(states(told)).hasSize(2).allMatch(state -> state.contains("EXPIRED"));
    assertThat(emitted).extracting(Outbox.Entry::type).containsExactly(REMINDER_EXPIRED);
  }

  @Test
  void what_one_device_has_was_told_and_does_not_expire() {
    var told = handedOn("ada");
    delivery(told, "PUSH", "PLANNED");
    delivery(told, "EMAIL", "SENT");
    POSTGRES.execute("UPDATE reminders.deliveries SET taken = '{phone}' WHERE channel = 'PUSH'");

    goTo(WINDOW.plusMillis(1));
    again(ONE);

    assertThat(states(told)).containsExactly("EMAIL SENT", "PUSH SENT");
    assertThat(emitted).extracting(Outbox.Entry::type).containsExactly(REMINDER_DELIVERED);
  }

  /** Due now, and handed on now. */
  private static Notification handedOn(String user) {
    var told =
        new Notification(UUID.randomUUID(), Kind.REMINDER, user, NOW, false, null, List.of());
    var row = NotificationRow.of(told, NOW);
    ONE.inTransaction(
        () ->
            ONE.repository(NotificationRows.class)
                .insertNew(row.id(), row.userId(), row.dueAt(), row.told(), row.handedOnAt()));
    return told;
  }

  private static void delivery(Notification of, String channel, String state) {
    POSTGRES.execute(
        "INSERT INTO reminders.deliveries (notification_id, channel, state, planned_at) VALUES ('%s', '%s', '%s', '%s')"
            .formatted(of.id(), channel, state, NOW));
  }

  private static void leased(Notification told, Instant until) {
    POSTGRES.execute(
        "UPDATE reminders.deliveries SET leased_until = '%s' WHERE notification_id = '%s' AND state = 'SENDING'"
            .formatted(until, told.id()));
  }

  private void goTo(Duration later) {
    now.set(NOW.plus(later));
  }

  private void again(Database database) {
    new UnsettledNotifications(
            database, emitted::add, PATIENCE, new CatchUpWindow(WINDOW), now::get)
        .handOnAgain();
  }

  private Callable<Void> asking(Database database) {
    return () -> {
      again(database);
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

  private static List<String> handedOnAt(Notification told) {
    return POSTGRES.column(
        "SELECT handed_on_at FROM reminders.notifications WHERE id = '%s'".formatted(told.id()));
  }
}
