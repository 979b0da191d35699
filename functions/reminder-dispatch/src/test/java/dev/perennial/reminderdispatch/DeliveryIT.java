package dev.perennial.reminderdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.perennial.events.Channel;
import dev.perennial.events.Channels;
import dev.perennial.events.Due;
import dev.perennial.events.Notification;
import dev.perennial.runtime.ledger.DeliveryOutcome;
import jakarta.mail.MessagingException;
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

/** What is told, what is not told any more, and what a channel's faults come to. */
class DeliveryIT {

  private static final DeliveryOutcome DONE = new DeliveryOutcome.Done();
  private static final Duration LONG = Duration.ofHours(1);

  private static final GreenMail MAIL =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private static final FirebaseStandIn FIREBASE = new FirebaseStandIn();

  private static Desk desk;

  @BeforeAll
  static void start(@TempDir Path folder) {
    MAIL.start();
    var settings = new HashMap<>(ReminderDispatchIT.mailSettings(MAIL.getSmtp().getPort()));
    settings.putAll(FIREBASE.settings(folder));
    desk = new Desk(LONG, settings);
  }

  @AfterAll
  static void stop() {
    desk.close();
    MAIL.stop();
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
  void nothing_is_told_of_what_does_not_stand_any_more(String table, String since, String reason) {
    var scene = Scene.toldBy(Channel.EMAIL, Channel.PUSH);
    var device = scene.device();
    var task = scene.task("Call the bank");
    var told = scene.due(task);
    Scene.execute("UPDATE reminders.%s SET %s WHERE task_id = '%s'", table, since, task.id());

    assertThat(desk.deliver(scene.event(told))).isEqualTo(DONE);

    assertThat(Scene.deliveries(told))
        .containsExactly("EMAIL SUPPRESSED " + reason, "PUSH SUPPRESSED " + reason);
    assertThat(Scene.deliveries(told, "suppressed_at = '%s'".formatted(Scene.NOW)))
        .containsExactly("t", "t");
    assertThat(Scene.emitted(told)).isEmpty();
    assertThat(mailsTo(scene)).isEmpty();
    assertThat(FIREBASE.pushedTo(device)).isEmpty();
  }

  @Test
  void reminders_that_were_held_together_are_one_mail_of_those_that_still_stand() throws Exception {
    var scene = Scene.toldBy(Channel.EMAIL);
    var done = scene.task("Done by now");
    var told = scene.due(scene.task("First"), done, scene.task("Second"));
    Scene.execute("UPDATE reminders.tasks SET open = false WHERE task_id = '%s'", done.id());

    desk.deliver(scene.event(told));

    var mail = onlyMailTo(scene);
    assertThat(mail.getSubject()).isEqualTo("Reminders: 2 tasks");
    assertThat(text(mail)).contains("First", "Second").doesNotContain("Done by now");
  }

  @Test
  void the_title_is_the_newest_one() throws Exception {
    var scene = Scene.toldBy(Channel.EMAIL);
    var task = scene.task("Water the plants");
    var told = scene.due(task);
    Scene.execute(
        "UPDATE reminders.tasks SET task = replace(task, 'the plants', 'the cacti') WHERE task_id ="
            + " '%s'",
        task.id());

    desk.deliver(scene.event(told));

    assertThat(onlyMailTo(scene).getSubject()).isEqualTo("Water the cacti");
  }

  @Test
  void a_digest_tells_what_is_overdue_and_what_is_due_today() throws Exception {
    var scene = Scene.toldBy(Channel.EMAIL);
    scene.task("Yesterday's", allDay("2026-03-01"));
    scene.task("Today's", allDay("2026-03-02"));
    scene.task("Tomorrow's", allDay("2026-03-03"));
    scene.task("Someday's", null);
    var told = scene.digest(LocalDate.of(2026, 3, 2));

    desk.deliver(scene.event(told));

    var mail = onlyMailTo(scene);
    assertThat(mail.getSubject()).contains("March 2").endsWith(": 2 tasks");
    assertThat(text(mail))
        .containsSubsequence("Overdue", "Yesterday's", "Today", "Today's")
        .doesNotContain("Tomorrow's", "Someday's");
  }

  @Test
  void a_digest_with_nothing_in_it_is_not_sent() {
    var scene = Scene.toldBy(Channel.EMAIL);
    scene.task("Tomorrow's", allDay("2026-03-03"));
    var told = scene.digest(LocalDate.of(2026, 3, 2));

    desk.deliver(scene.event(told));

    assertThat(Scene.deliveries(told)).containsExactly("EMAIL SUPPRESSED nothing is due");
  }

  @Test
  void a_late_one_says_so_and_one_beyond_the_window_expires() throws Exception {
    var scene = Scene.toldBy(Channel.EMAIL, Channel.PUSH);
    var late = scene.due(Scene.NOW.minus(Duration.ofHours(24)), true, scene.task("Late"));
    var tooLate =
        scene.due(Scene.NOW.minus(Duration.ofHours(24)).minusMillis(1), true, scene.task("Old"));

    desk.deliver(scene.event(late));
    desk.deliver(scene.event(tooLate));

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
  void what_was_claimed_in_time_and_held_up_since_is_late_all_the_same() throws Exception {
    var scene = Scene.toldBy(Channel.EMAIL);
    var heldUp = scene.due(Scene.NOW.minus(Duration.ofMinutes(20)), false, scene.task("Held up"));

    desk.deliver(scene.event(heldUp));

    assertThat(text(onlyMailTo(scene))).contains("This comes late: it was meant for Monday");
    assertThat(Scene.emittedAsLate(heldUp)).containsExactly("true");
    assertThat(Scene.shownAsLate(heldUp)).containsExactly("t");
  }

  @Test
  void a_minute_is_not_late() throws Exception {
    var scene = Scene.toldBy(Channel.EMAIL);
    var inTime = scene.due(Scene.NOW.minusSeconds(60), false, scene.task("In time"));

    desk.deliver(scene.event(inTime));

    assertThat(text(onlyMailTo(scene))).doesNotContain("late");
    assertThat(Scene.emittedAsLate(inTime)).containsExactly("false");
    assertThat(Scene.shownAsLate(inTime)).containsExactly("f");
  }

  @Test
  void each_kind_goes_by_the_channels_that_are_chosen_for_it() throws Exception {
    var scene = Scene.toldBy(new Channels(List.of(Channel.PUSH), List.of(Channel.EMAIL)));
    var device = scene.device();
    var reminder = scene.due(scene.task("By push"));
    var digest = scene.digest(LocalDate.of(2026, 3, 2));

    desk.deliver(scene.event(reminder));
    desk.deliver(scene.event(digest));

    assertThat(Scene.deliveries(reminder)).containsExactly("PUSH SENT");
    assertThat(Scene.deliveries(digest)).containsExactly("EMAIL SENT");
    assertThat(onlyMailTo(scene).getSubject()).endsWith(": 1 task");
    assertThat(FIREBASE.pushedTo(device))
        .singleElement()
        .satisfies(push -> assertThat(push.at("/notification/title")).isEqualTo("By push"));
  }

  @Test
  void only_the_channels_that_the_person_wants_have_a_delivery() {
    var scene = Scene.toldBy(Channel.PUSH);
    var told = scene.due(scene.task("By push only"));

    desk.deliver(scene.event(told));

    assertThat(Scene.deliveries(told)).containsExactly("PUSH SUPPRESSED no device");
  }

  @Test
  void a_kind_that_was_unsubscribed_from_in_a_mail_is_not_mailed() {
    var scene = Scene.toldBy(Channel.EMAIL);
    Scene.execute(
        "UPDATE reminders.people SET unsubscribed = '{reminder}' WHERE user_id = '%s'", scene.user);
    scene.task("Today's", allDay("2026-03-02"));
    var reminder = scene.due(scene.task("Not mailed"));
    var digest = scene.digest(LocalDate.of(2026, 3, 2));

    desk.deliver(scene.event(reminder));
    desk.deliver(scene.event(digest));

    assertThat(Scene.deliveries(reminder)).containsExactly("EMAIL SUPPRESSED unsubscribed");
    assertThat(Scene.deliveries(digest)).containsExactly("EMAIL SENT");
  }

  @Test
  void a_device_that_is_not_registered_any_more_is_removed_and_the_others_are_told() {
    var scene = Scene.toldBy(Channel.PUSH);
    var gone = scene.device();
    var invalid = scene.device();
    var there = scene.device();
    FIREBASE.failFor(gone, 404, "UNREGISTERED", "Requested entity was not found.");
    FIREBASE.failFor(
        invalid,
        400,
        "INVALID_ARGUMENT",
        "The registration token is not a valid FCM registration token");
    var told = scene.due(scene.task("To the one that is there"));

    assertThat(desk.deliver(scene.event(told))).isEqualTo(DONE);

    assertThat(scene.devices()).containsExactly(there);
    assertThat(FIREBASE.pushedTo(there)).hasSize(1);
    assertThat(Scene.deliveries(told)).containsExactly("PUSH SENT");
  }

  @Test
  void it_has_failed_at_once_when_no_device_is_registered_any_more() {
    var scene = Scene.toldBy(Channel.PUSH);
    FIREBASE.failFor(scene.device(), 404, "UNREGISTERED", "Requested entity was not found.");
    var told = scene.due(scene.task("To nobody"));

    assertThat(desk.deliver(scene.event(told))).isEqualTo(DONE);

    assertThat(scene.devices()).isEmpty();
    assertThat(Scene.deliveries(told))
        .containsExactly("PUSH FAILED the device is not registered any more");
    assertThat(Scene.emitted(told))
        .containsExactly("failed push the device is not registered any more");
  }

  @Test
  void a_device_is_kept_when_it_is_the_push_that_is_wrong() {
    var scene = Scene.toldBy(Channel.PUSH);
    FIREBASE.failFor(scene.device(), 400, "INVALID_ARGUMENT", "Message is too big");
    var told = scene.due(scene.task("Too big"));

    desk.deliver(scene.event(told));

    assertThat(scene.devices()).hasSize(1);
    assertThat(Scene.deliveries(told)).first().asString().startsWith("PUSH FAILED");
  }

  @Test
  void a_used_up_quota_of_one_channel_does_not_repeat_the_other() {
    var scene = Scene.toldBy(Channel.EMAIL, Channel.PUSH);
    FIREBASE.failFor(scene.device(), 429, "QUOTA_EXCEEDED", "Quota exceeded");
    var told = scene.due(scene.task("By mail once"));

    assertThat(desk.deliver(scene.event(told)))
        .isEqualTo(new DeliveryOutcome.Parked("NotDelivered: Firebase's quota is used up"));

    assertThat(mailsTo(scene)).hasSize(1);
    assertThat(Scene.deliveries(told))
        .containsExactly("EMAIL SENT", "PUSH FAILED Firebase's quota is used up");
    assertThat(Scene.deliveries(told, "attempts")).containsExactly("1", "4");
    assertThat(Scene.emitted(told))
        .containsExactly("delivered email", "failed push Firebase's quota is used up");
  }

  @Test
  void a_device_that_could_not_be_told_yet_is_told_later_and_the_others_not_again() {
    var scene = Scene.toldBy(Channel.PUSH);
    var devices = List.of(scene.device(), scene.device(), scene.device());
    FIREBASE.failFor(devices.get(1), 1, 429, "QUOTA_EXCEEDED", "Quota exceeded");
    var told = scene.due(scene.task("To each once"));

    assertThat(desk.deliver(scene.event(told))).isEqualTo(DONE);

    assertThat(devices).allSatisfy(device -> assertThat(FIREBASE.pushedTo(device)).hasSize(1));
    assertThat(devices).extracting(FIREBASE::asked).containsExactly(1L, 2L, 1L);
    assertThat(Scene.deliveries(told, "concat_ws(' ', state, reason, attempts)"))
        .containsExactly("SENT 2");
    assertThat(Scene.emitted(told)).containsExactly("delivered push");
  }

  @Test
  void what_one_device_has_is_delivered_although_another_never_took_it() {
    var scene = Scene.toldBy(Channel.PUSH);
    var there = scene.device();
    FIREBASE.failFor(scene.device(), 429, "QUOTA_EXCEEDED", "Quota exceeded");
    var told = scene.due(scene.task("To the one that takes it"));

    assertThat(desk.deliver(scene.event(told))).isInstanceOf(DeliveryOutcome.Parked.class);

    assertThat(FIREBASE.pushedTo(there)).hasSize(1);
    assertThat(Scene.deliveries(told)).containsExactly("PUSH SENT");
    assertThat(Scene.deliveries(told, "sent_at = '%s' AND failed_at IS NULL".formatted(Scene.NOW)))
        .containsExactly("t");
    assertThat(Scene.emitted(told)).containsExactly("delivered push");
  }

  @Test
  @Timeout(25)
  void a_server_that_asks_for_patience_is_asked_once_an_attempt_and_is_away(@TempDir Path folder) {
    var scene = Scene.toldBy(Channel.PUSH);
    var device = scene.device();
    FIREBASE.failFor(device, 503, "UNAVAILABLE", "The service is currently unavailable.");
    try (var desk = new Desk(LONG, FIREBASE.settings(folder))) {
      assertIsAway(desk, scene, "Firebase answered UNAVAILABLE");

      assertThat(FIREBASE.asked(device)).isEqualTo(3);
    }
  }

  @Test
  @Timeout(25)
  void a_server_that_lets_nobody_in_is_asked_once_an_attempt_and_is_away(@TempDir Path folder) {
    var scene = Scene.toldBy(Channel.PUSH);
    scene.device();
    try (var firebase = new FirebaseStandIn();
        var desk = new Desk(LONG, firebase.settings(folder))) {
      firebase.refuseTokens();

      assertIsAway(desk, scene, "Firebase cannot be reached");

      assertThat(firebase.asked("/token")).isEqualTo(3);
    }
  }

  @Test
  @Timeout(25)
  void a_server_that_is_not_there_is_away(@TempDir Path folder) {
    var scene = Scene.toldBy(Channel.PUSH);
    scene.device();
    var firebase = new FirebaseStandIn();
    try (var desk = new Desk(LONG, firebase.settings(folder))) {
      firebase.close();

      assertIsAway(desk, scene, "Firebase cannot be reached");
    }
  }

  /** In three attempts, after which the circuit is open and holds nobody. */
  private static void assertIsAway(Desk desk, Scene scene, String reason) {
    var told = scene.due(scene.task("Not now"));
    assertThat(desk.deliver(scene.event(told))).isEqualTo(new DeliveryOutcome.Unavailable(reason));
    assertThat(Scene.deliveries(told, "concat_ws(' ', state, reason, attempts)"))
        .containsExactly("PLANNED " + reason + " 3");

    var next = scene.due(scene.task("Not now either"));
    assertThat(desk.deliver(scene.event(next)))
        .isEqualTo(new DeliveryOutcome.Unavailable("push is away"));
    assertThat(Scene.deliveries(next, "concat_ws(' ', state, attempts)"))
        .containsExactly("PLANNED 0");
  }

  @Test
  void a_channel_that_is_refused_for_too_long_fails_alone_while_the_other_is_away(
      @TempDir Path folder) {
    var away = new ScriptedSmtp();
    away.close();
    var settings = new HashMap<>(ReminderDispatchIT.mailSettings(away.port()));
    settings.putAll(FIREBASE.settings(folder));
    var scene = Scene.toldBy(Channel.EMAIL, Channel.PUSH);
    var device = scene.device();
    FIREBASE.failFor(device, 429, "QUOTA_EXCEEDED", "Quota exceeded");
    var told = scene.due(scene.task("By mail in the end"));
    var event = scene.event(told);
    try (var desk = new Desk(Duration.ofMillis(200), settings)) {
      for (int i = 0; i < 5; i++) {
        assertThat(desk.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
      }
      assertThat(Scene.deliveries(told, "state")).containsExactly("PLANNED", "PLANNED");

      desk.goTo(Scene.NOW.plusSeconds(31));
      assertThat(desk.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
      assertThat(Scene.deliveries(told, "state")).containsExactly("PLANNED", "FAILED");
      var asked = FIREBASE.asked(device);
      assertThat(desk.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
      assertThat(FIREBASE.asked(device)).isEqualTo(asked);

      try (var back = new ScriptedSmtp(away.port())) {
        Awaitility.await("the mail has gone out").until(() -> desk.deliver(event).equals(DONE));
        assertThat(back.taken()).isEqualTo(1);
      }
    }
    assertThat(Scene.deliveries(told))
        .containsExactly("EMAIL SENT", "PUSH FAILED Firebase's quota is used up");
    assertThat(Scene.emitted(told))
        .containsExactly("delivered email", "failed push Firebase's quota is used up");
  }

  /** As after a {@code kill -9} between the server's 250 and the row: sent, and nobody noted it. */
  @Test
  void what_was_sent_but_not_noted_is_repeated_after_the_lease_with_the_same_message_id()
      throws Exception {
    var scene = Scene.toldBy(Channel.EMAIL);
    var told = scene.due(scene.task("Twice, but one"));
    var event = scene.event(told);
    refuseToNote(told);
    assertThat(desk.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
    assertThat(mailsTo(scene)).as("not again while the lease lasts").hasSize(1);
    assertThat(Scene.deliveries(told)).containsExactly("EMAIL SENDING");

    noteAgain();
    assertThat(desk.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
    desk.goTo(Scene.NOW.plus(Courier.LEASE).plusMillis(1));
    try {
      assertThat(desk.deliver(event)).isEqualTo(DONE);
    } finally {
      desk.goTo(Scene.NOW);
    }

    assertThat(mailsTo(scene)).hasSize(2);
    assertThat(mailsTo(scene).getFirst().getMessageID())
        .isEqualTo(mailsTo(scene).getLast().getMessageID());
    assertThat(Scene.deliveries(told, "fence")).containsExactly("2");
    assertThat(Scene.emitted(told)).containsExactly("delivered email");
  }

  private static void refuseToNote(Notification told) {
    Scene.execute(
        """
        CREATE FUNCTION reminders.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'gone'; END $$;
        CREATE TRIGGER refuse BEFORE UPDATE ON reminders.deliveries FOR EACH ROW
        WHEN (NEW.notification_id = '%s' AND NEW.state = 'SENT') EXECUTE FUNCTION reminders.refuse();
        """,
        told.id());
  }

  private static void noteAgain() {
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
    return Arrays.stream(MAIL.getReceivedMessages())
        .filter(mail -> to(mail).contains(scene.email()))
        .toList();
  }

  private static String to(MimeMessage mail) {
    try {
      return mail.getHeader("To", ",");
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(MimeMessage mail) throws Exception {
    return (String) ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent();
  }
}
