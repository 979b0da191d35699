package dev.perennial.reminderdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Channel;
import dev.perennial.events.Channels;
import dev.perennial.events.Due;
import dev.perennial.events.Notification;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.runtime.ledger.DeliveryOutcome;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content and validity of notifications, and faults of channels. */
class DeliveryIT {

  private static final DeliveryOutcome DONE = new DeliveryOutcome.Done();
  private static final Duration LONG = Duration.ofHours(1);

  private static final MailServer MAIL = new MailServer();
  private static final FirebaseStandIn FIREBASE = new FirebaseStandIn();

  private static DispatchFixture dispatch;

  @BeforeAll
  static void start(@TempDir Path folder) {
    var settings = new HashMap<>(ReminderDispatchIT.mailSettings(MAIL.port()));
    settings.putAll(FIREBASE.settings(folder));
    dispatch = new DispatchFixture(LONG, settings);
  }

  @AfterAll
  static void stop() {
    dispatch.close();
    MAIL.close();
    FIREBASE.close();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "tasks,     open = false,                         the task was deleted",
        "tasks,     \"open = false, task = replace(replace(task, 'open', 'completed'),"
            + " '\"\"completedAt\"\":null', '\"\"completedAt\"\":1772440000')\", the task is done",
        "tasks,     user_id = 'grace',                    the task is somebody else's now",
        "tasks,     \"task = replace(task, '10:00', '10:05')\", the reminder was moved",
        "reminders, state = 'CANCELLED',                  the reminder was moved",
        "reminders, state = 'PLANNED',                    the reminder was moved",
        "reminders, notification_id = gen_random_uuid(),  the reminder was moved"
      })
  void nothing_is_sent_for_a_reminder_that_is_no_longer_valid(
      String table, String since, String reason) {
    var scene = Scene.withChannels(Channel.EMAIL, Channel.PUSH);
    var device = scene.device();
    var task = scene.task("Call the bank");
    var notification = scene.due(task);
    Scene.execute("UPDATE reminders.%s SET %s WHERE task_id = '%s'", table, since, task.id());

    assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

    assertThat(Scene.deliveries(notification))
        .containsExactly("EMAIL SUPPRESSED " + reason, "PUSH SUPPRESSED " + reason);
    assertThat(Scene.deliveries(notification, "suppressed_at = '%s'".formatted(Scene.NOW)))
        .containsExactly("t", "t");
    assertThat(Scene.emitted(notification)).isEmpty();
    assertThat(mailsTo(scene)).isEmpty();
    assertThat(FIREBASE.pushedTo(device)).isEmpty();
  }

  @Test
  void reminders_of_one_notification_are_one_mail_with_the_valid_ones() throws Exception {
    var scene = Scene.withChannels(Channel.EMAIL);
    var done = scene.task("Done by now");
    var notification = scene.due(scene.task("First"), done, scene.task("Second"));
    Scene.execute("UPDATE reminders.tasks SET open = false WHERE task_id = '%s'", done.id());

    dispatch.deliver(scene.event(notification));

    var mail = onlyMailTo(scene);
    assertThat(mail.getSubject()).isEqualTo("Reminders: 2 tasks");
    assertThat(text(mail)).contains("First", "Second").doesNotContain("Done by now");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Water", "\ud83c\udf31", "\"\\"})
  void a_push_of_many_tasks_with_long_titles_is_within_the_limit_of_firebase(String word) {
    var scene = Scene.withChannels(Channel.PUSH);
    var device = scene.device();
    var tasks = new TaskSnapshot[120];
    Arrays.setAll(tasks, number -> scene.task(word.repeat(100)));
    var notification = scene.due(Scene.NOW.minusSeconds(7200), true, tasks);

    dispatch.deliver(scene.event(notification));

    assertThat(Scene.deliveries(notification)).containsExactly("PUSH SENT");
    var push = FIREBASE.pushedTo(device).getFirst();
    assertThat(push.at("/notification/title")).isEqualTo("Reminders: 120 tasks");
    assertThat(push.at("/data/taskCount")).isEqualTo("120");
    assertThat(push.at("/data/tasks").split(","))
        .hasSizeBetween(25, 119)
        .startsWith(tasks[0].id().toString(), tasks[1].id().toString());
  }

  @Test
  void fifty_reminders_of_others_are_sent_in_24_hours_and_the_rest_is_recorded_with_the_reason() {
    var scene = Scene.withChannels(Channel.EMAIL);
    Scene.execute(
        """
        INSERT INTO reminders.notifications (id, user_id, due_at, notification, by_others)
        SELECT gen_random_uuid(), '%s', timestamptz '%s' - n * interval '28 minutes', '{}', true
        FROM generate_series(1, 50) AS n
        """,
        scene.user, Scene.NOW);
    var own = scene.due(scene.task("Of their own"));
    var theirs = scene.due(scene.task("Of somebody else"));
    var later =
        scene.due(
            Scene.NOW.plusSeconds(7200), false, scene.task("When some of them are longer ago"));
    Scene.execute(
        "UPDATE reminders.notifications SET by_others = true WHERE id IN ('%s', '%s')",
        theirs.id(), later.id());

    for (var notification : List.of(own, theirs, later)) {
      assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);
    }

    assertThat(Scene.deliveries(own)).containsExactly("EMAIL SENT");
    assertThat(Scene.deliveries(theirs))
        .containsExactly(
            "EMAIL SUPPRESSED more than 50 reminders in 24 hours are of tasks that others have"
                + " created");
    assertThat(Scene.deliveries(later)).containsExactly("EMAIL SENT");
  }

  @Test
  void a_message_contains_the_newest_title() throws Exception {
    var scene = Scene.withChannels(Channel.EMAIL);
    var task = scene.task("Water the plants");
    var notification = scene.due(task);
    Scene.execute(
        "UPDATE reminders.tasks SET task = replace(task, 'the plants', 'the cacti') WHERE task_id ="
            + " '%s'",
        task.id());

    dispatch.deliver(scene.event(notification));

    assertThat(onlyMailTo(scene).getSubject()).isEqualTo("Water the cacti");
  }

  @Test
  void a_digest_contains_overdue_tasks_and_those_due_today() throws Exception {
    var scene = Scene.withChannels(Channel.EMAIL);
    scene.task("Yesterday's", allDay("2026-03-01"));
    scene.task("Today's", allDay("2026-03-02"));
    scene.task("Tomorrow's", allDay("2026-03-03"));
    scene.task("Someday's", null);
    var notification = scene.digest(LocalDate.of(2026, 3, 2));

    dispatch.deliver(scene.event(notification));

    var mail = onlyMailTo(scene);
    assertThat(mail.getSubject()).contains("March 2").endsWith(": 2 tasks");
    assertThat(text(mail))
        .containsSubsequence("Overdue", "Yesterday's", "Today", "Today's")
        .doesNotContain("Tomorrow's", "Someday's");
  }

  @Test
  void an_empty_digest_is_not_sent() {
    var scene = Scene.withChannels(Channel.EMAIL);
    scene.task("Tomorrow's", allDay("2026-03-03"));
    var notification = scene.digest(LocalDate.of(2026, 3, 2));

    dispatch.deliver(scene.event(notification));

    assertThat(Scene.deliveries(notification)).containsExactly("EMAIL SUPPRESSED nothing is due");
  }

  @Test
  void a_late_notification_is_marked_as_late_and_one_beyond_the_window_expires() throws Exception {
    var scene = Scene.withChannels(Channel.EMAIL, Channel.PUSH);
    var late = scene.due(Scene.NOW.minus(Duration.ofHours(24)), true, scene.task("Late"));
    var tooLate =
        scene.due(Scene.NOW.minus(Duration.ofHours(24)).minusMillis(1), true, scene.task("Old"));

    dispatch.deliver(scene.event(late));
    dispatch.deliver(scene.event(tooLate));

    assertThat(text(onlyMailTo(scene)))
        .contains("This comes late: it was meant for Sunday, March 1");
    assertThat(Scene.deliveries(tooLate))
        .containsExactly(
            "EMAIL EXPIRED it is more than 24 hours late",
            "PUSH EXPIRED it is more than 24 hours late");
    assertThat(Scene.deliveries(tooLate, "expired_at = '%s'".formatted(Scene.NOW)))
        .containsExactly("t", "t");
    assertThat(Scene.emitted(tooLate)).containsExactly("expired it is more than 24 hours late");
  }

  @Test
  void a_notification_claimed_in_time_and_delayed_since_is_late() throws Exception {
    var scene = Scene.withChannels(Channel.EMAIL);
    var heldUp = scene.due(Scene.NOW.minus(Duration.ofMinutes(20)), false, scene.task("Held up"));

    dispatch.deliver(scene.event(heldUp));

    assertThat(text(onlyMailTo(scene))).contains("This comes late: it was meant for Monday");
    assertThat(Scene.emittedAsLate(heldUp)).containsExactly("true");
    assertThat(Scene.shownAsLate(heldUp)).containsExactly("t");
  }

  @Test
  void a_notification_is_on_time_for_a_minute() throws Exception {
    var scene = Scene.withChannels(Channel.EMAIL);
    var inTime = scene.due(Scene.NOW.minusSeconds(60), false, scene.task("In time"));

    dispatch.deliver(scene.event(inTime));

    assertThat(text(onlyMailTo(scene))).doesNotContain("late");
    assertThat(Scene.emittedAsLate(inTime)).containsExactly("false");
    assertThat(Scene.shownAsLate(inTime)).containsExactly("f");
  }

  @Test
  void each_kind_is_sent_by_the_channels_chosen_for_it() throws Exception {
    var scene = Scene.withChannels(new Channels(List.of(Channel.PUSH), List.of(Channel.EMAIL)));
    var device = scene.device();
    var reminder = scene.due(scene.task("By push"));
    var digest = scene.digest(LocalDate.of(2026, 3, 2));

    dispatch.deliver(scene.event(reminder));
    dispatch.deliver(scene.event(digest));

    assertThat(Scene.deliveries(reminder)).containsExactly("PUSH SENT");
    assertThat(Scene.deliveries(digest)).containsExactly("EMAIL SENT");
    assertThat(onlyMailTo(scene).getSubject()).endsWith(": 1 task");
    assertThat(FIREBASE.pushedTo(device))
        .singleElement()
        .satisfies(push -> assertThat(push.at("/notification/title")).isEqualTo("By push"));
  }

  @Test
  void only_chosen_channels_have_a_delivery() {
    var scene = Scene.withChannels(Channel.PUSH);
    var notification = scene.due(scene.task("By push only"));

    dispatch.deliver(scene.event(notification));

    assertThat(Scene.deliveries(notification)).containsExactly("PUSH SUPPRESSED no device");
  }

  @Test
  void a_kind_that_the_person_has_unsubscribed_from_is_not_mailed() {
    var scene = Scene.withChannels(Channel.EMAIL);
    Scene.execute(
        "UPDATE reminders.people SET unsubscribed = '{reminder}' WHERE user_id = '%s'", scene.user);
    scene.task("Today's", allDay("2026-03-02"));
    var reminder = scene.due(scene.task("Not mailed"));
    var digest = scene.digest(LocalDate.of(2026, 3, 2));

    dispatch.deliver(scene.event(reminder));
    dispatch.deliver(scene.event(digest));

    assertThat(Scene.deliveries(reminder)).containsExactly("EMAIL SUPPRESSED unsubscribed");
    assertThat(Scene.deliveries(digest)).containsExactly("EMAIL SENT");
  }

  @Test
  void an_unregistered_device_is_removed_and_the_others_get_the_push() {
    var scene = Scene.withChannels(Channel.PUSH);
    var gone = scene.device();
    var invalid = scene.device();
    var there = scene.device();
    FIREBASE.failFor(gone, 404, "UNREGISTERED", "Requested entity was not found.");
    FIREBASE.failFor(
        invalid,
        400,
        "INVALID_ARGUMENT",
        "The registration token is not a valid FCM registration token");
    var notification = scene.due(scene.task("To the one that is there"));

    assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

    assertThat(scene.devices()).containsExactly(there);
    assertThat(FIREBASE.pushedTo(there)).hasSize(1);
    assertThat(Scene.deliveries(notification)).containsExactly("PUSH SENT");
  }

  @Test
  void a_push_fails_at_once_when_no_device_is_registered() {
    var scene = Scene.withChannels(Channel.PUSH);
    FIREBASE.failFor(scene.device(), 404, "UNREGISTERED", "Requested entity was not found.");
    var notification = scene.due(scene.task("To nobody"));

    assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

    assertThat(scene.devices()).isEmpty();
    assertThat(Scene.deliveries(notification))
        .containsExactly("PUSH FAILED the device is not registered any more");
    assertThat(Scene.emitted(notification))
        .containsExactly("failed push the device is not registered any more");
  }

  @Test
  void a_device_is_kept_when_the_push_itself_is_invalid() {
    var scene = Scene.withChannels(Channel.PUSH);
    FIREBASE.failFor(scene.device(), 400, "INVALID_ARGUMENT", "Message is too big");
    var notification = scene.due(scene.task("Too big"));

    dispatch.deliver(scene.event(notification));

    assertThat(scene.devices()).hasSize(1);
    assertThat(Scene.deliveries(notification)).first().asString().startsWith("PUSH FAILED");
  }

  @Test
  void an_exhausted_quota_of_one_channel_does_not_repeat_the_other_channel() {
    var scene = Scene.withChannels(Channel.EMAIL, Channel.PUSH);
    FIREBASE.failFor(scene.device(), 429, "QUOTA_EXCEEDED", "Quota exceeded");
    var notification = scene.due(scene.task("By mail once"));

    assertThat(dispatch.deliver(scene.event(notification)))
        .isEqualTo(
            new DeliveryOutcome.Parked("TransientDeliveryFailure: Firebase's quota is used up"));

    assertThat(mailsTo(scene)).hasSize(1);
    assertThat(Scene.deliveries(notification))
        .containsExactly("EMAIL SENT", "PUSH FAILED Firebase's quota is used up");
    assertThat(Scene.deliveries(notification, "attempts")).containsExactly("1", "4");
    assertThat(Scene.emitted(notification))
        .containsExactly("delivered email", "failed push Firebase's quota is used up");
  }

  @Test
  void a_retry_sends_only_to_the_devices_without_the_push() {
    var scene = Scene.withChannels(Channel.PUSH);
    var devices = List.of(scene.device(), scene.device(), scene.device());
    FIREBASE.failFor(devices.get(1), 1, 429, "QUOTA_EXCEEDED", "Quota exceeded");
    var notification = scene.due(scene.task("To each once"));

    assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

    assertThat(devices).allSatisfy(device -> assertThat(FIREBASE.pushedTo(device)).hasSize(1));
    assertThat(devices).extracting(FIREBASE::requestsTo).containsExactly(1L, 2L, 1L);
    assertThat(Scene.deliveries(notification, "concat_ws(' ', state, reason, attempts)"))
        .containsExactly("SENT 2");
    assertThat(Scene.emitted(notification)).containsExactly("delivered push");
  }

  @Test
  void a_push_that_one_device_has_is_sent_even_if_another_never_accepts_it() {
    var scene = Scene.withChannels(Channel.PUSH);
    var there = scene.device();
    FIREBASE.failFor(scene.device(), 429, "QUOTA_EXCEEDED", "Quota exceeded");
    var notification = scene.due(scene.task("To the one that takes it"));

    assertThat(dispatch.deliver(scene.event(notification)))
        .isInstanceOf(DeliveryOutcome.Parked.class);

    assertThat(FIREBASE.pushedTo(there)).hasSize(1);
    assertThat(Scene.deliveries(notification)).containsExactly("PUSH SENT");
    assertThat(
            Scene.deliveries(
                notification, "sent_at = '%s' AND failed_at IS NULL".formatted(Scene.NOW)))
        .containsExactly("t");
    assertThat(Scene.emitted(notification)).containsExactly("delivered push");
  }

  @Test
  @Timeout(300)
  void a_server_that_asks_to_retry_later_gets_one_request_an_attempt_and_counts_as_unavailable(
      @TempDir Path folder) {
    var scene = Scene.withChannels(Channel.PUSH);
    var device = scene.device();
    FIREBASE.failFor(device, 503, "UNAVAILABLE", "The service is currently unavailable.");
    try (var dispatch = new DispatchFixture(LONG, FIREBASE.settings(folder))) {
      assertIsUnavailable(dispatch, scene, "Firebase answered UNAVAILABLE");

      assertThat(FIREBASE.requestsTo(device)).isEqualTo(3);
    }
  }

  @Test
  @Timeout(300)
  void a_server_that_refuses_access_tokens_gets_one_request_an_attempt_and_counts_as_unavailable(
      @TempDir Path folder) {
    var scene = Scene.withChannels(Channel.PUSH);
    scene.device();
    try (var firebase = new FirebaseStandIn();
        var dispatch = new DispatchFixture(LONG, firebase.settings(folder))) {
      firebase.refuseTokens();

      assertIsUnavailable(dispatch, scene, "Firebase cannot be reached");

      assertThat(firebase.requestsTo("/token")).isEqualTo(3);
    }
  }

  @Test
  @Timeout(300)
  void an_unreachable_push_server_counts_as_unavailable(@TempDir Path folder) {
    var scene = Scene.withChannels(Channel.PUSH);
    scene.device();
    var firebase = new FirebaseStandIn();
    try (var dispatch = new DispatchFixture(LONG, firebase.settings(folder))) {
      firebase.close();

      assertIsUnavailable(dispatch, scene, "Firebase cannot be reached");
    }
  }

  /** Fails in three attempts, after which the circuit is open. */
  private static void assertIsUnavailable(DispatchFixture dispatch, Scene scene, String reason) {
    var notification = scene.due(scene.task("Not now"));
    assertThat(dispatch.deliver(scene.event(notification)))
        .isEqualTo(new DeliveryOutcome.Unavailable(reason));
    assertThat(Scene.deliveries(notification, "concat_ws(' ', state, reason, attempts)"))
        .containsExactly("PLANNED " + reason + " 3");

    var next = scene.due(scene.task("Not now either"));
    assertThat(dispatch.deliver(scene.event(next)))
        .isEqualTo(new DeliveryOutcome.Unavailable("push is unavailable"));
    assertThat(Scene.deliveries(next, "concat_ws(' ', state, attempts)"))
        .containsExactly("PLANNED 0");
  }

  @Test
  void a_channel_that_is_deferred_too_long_fails_alone_while_the_other_is_unavailable(
      @TempDir Path folder) {
    var server = new MailServer();
    server.stop();
    var settings = new HashMap<>(ReminderDispatchIT.mailSettings(server.port()));
    settings.putAll(FIREBASE.settings(folder));
    var scene = Scene.withChannels(Channel.EMAIL, Channel.PUSH);
    var device = scene.device();
    FIREBASE.failFor(device, 429, "QUOTA_EXCEEDED", "Quota exceeded");
    var notification = scene.due(scene.task("By mail in the end"));
    var event = scene.event(notification);
    try (server;
        var dispatch = new DispatchFixture(Duration.ofMillis(200), settings)) {
      for (int i = 0; i < 5; i++) {
        assertThat(dispatch.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
      }
      assertThat(Scene.deliveries(notification, "state")).containsExactly("PLANNED", "PLANNED");

      dispatch.goTo(Scene.NOW.plusSeconds(31));
      assertThat(dispatch.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
      assertThat(Scene.deliveries(notification, "state")).containsExactly("PLANNED", "FAILED");
      var before = FIREBASE.requestsTo(device);
      assertThat(dispatch.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
      assertThat(FIREBASE.requestsTo(device)).isEqualTo(before);

      server.start();
      Awaitility.await("the mail is sent").until(() -> dispatch.deliver(event).equals(DONE));
      assertThat(server.accepted()).isEqualTo(1);
    }
    assertThat(Scene.deliveries(notification))
        .containsExactly("EMAIL SENT", "PUSH FAILED Firebase's quota is used up");
    assertThat(Scene.emitted(notification))
        .containsExactly("delivered email", "failed push Firebase's quota is used up");
  }

  /** As after a {@code kill -9} between the reply 250 and the update of the row. */
  @Test
  void a_mail_that_was_sent_but_not_recorded_is_repeated_after_the_lease_with_the_same_message_id()
      throws Exception {
    var scene = Scene.withChannels(Channel.EMAIL);
    var notification = scene.due(scene.task("Twice, but one"));
    var event = scene.event(notification);
    failRecording(notification);
    assertThat(dispatch.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
    assertThat(mailsTo(scene)).as("not again while the lease lasts").hasSize(1);
    assertThat(Scene.deliveries(notification)).containsExactly("EMAIL SENDING");

    restoreRecording();
    assertThat(dispatch.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
    dispatch.goTo(Scene.NOW.plus(ChannelDelivery.LEASE).plusMillis(1));
    try {
      assertThat(dispatch.deliver(event)).isEqualTo(DONE);
    } finally {
      dispatch.goTo(Scene.NOW);
    }

    assertThat(mailsTo(scene)).hasSize(2);
    assertThat(mailsTo(scene).getFirst().getMessageID())
        .isEqualTo(mailsTo(scene).getLast().getMessageID());
    assertThat(Scene.deliveries(notification, "fence")).containsExactly("2");
    assertThat(Scene.emitted(notification)).containsExactly("delivered email");
  }

  private static void failRecording(Notification notification) {
    Scene.execute(
        """
        CREATE FUNCTION reminders.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'gone'; END $$;
        CREATE TRIGGER refuse BEFORE UPDATE ON reminders.deliveries FOR EACH ROW
        WHEN (NEW.notification_id = '%s' AND NEW.state = 'SENT') EXECUTE FUNCTION reminders.refuse();
        """,
        notification.id());
  }

  private static void restoreRecording() {
    Scene.execute("DROP TRIGGER refuse ON reminders.deliveries; DROP FUNCTION reminders.refuse();");
  }

  private static Due allDay(String date) {
    return new Due(LocalDate.parse(date), null, null);
  }

  private static MimeMessage onlyMailTo(Scene scene) {
    var mails = mailsTo(scene);
    assertThat(mails).hasSize(1);
    return mails.getFirst();
  }

  private static List<MimeMessage> mailsTo(Scene scene) {
    return MAIL.mailsTo(scene.email());
  }

  private static String text(MimeMessage mail) throws Exception {
    return (String) ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent();
  }
}
