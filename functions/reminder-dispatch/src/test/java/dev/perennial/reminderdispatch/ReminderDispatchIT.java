package dev.perennial.reminderdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Channel;
import dev.perennial.events.Notification;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.InvocationRows;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole function over HTTP, with a mail server and Firebase's stand-in. */
class ReminderDispatchIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final MailServer MAIL = new MailServer();
  private static final FirebaseStandIn FIREBASE = new FirebaseStandIn();

  private static FunctionServer function;
  private static Http http;

  @BeforeAll
  static void start(@TempDir Path folder) {
    var settings = new HashMap<>(mailSettings(MAIL.port()));
    settings.putAll(FIREBASE.settings(folder));
    function = FunctionServer.start(POSTGRES.settings("reminder-dispatch", settings), Main::wire);
    http = Http.to(function.port());
  }

  @AfterAll
  static void stop() {
    function.close();
    MAIL.close();
    FIREBASE.close();
  }

  static Map<String, String> mailSettings(int port) {
    return Map.of(
        "SMTP_HOST", "127.0.0.1",
        "SMTP_PORT", String.valueOf(port),
        "SMTP_STARTTLS", "false",
        "MAIL_FROM", "Perennial <reminders@perennial.example>",
        "PUBLIC_URL", "https://perennial.example/");
  }

  @Test
  void a_due_reminder_is_sent_by_mail_and_by_push_and_an_event_of_each_is_emitted()
      throws Exception {
    var scene = Scene.withChannels(Channel.EMAIL, Channel.PUSH);
    var device = scene.device();
    var notification = dueNow(scene, "Water the plants");

    assertThat(deliver(scene, notification).statusCode()).isEqualTo(202);

    assertThat(Scene.deliveries(notification)).containsExactly("EMAIL SENT", "PUSH SENT");
    assertThat(
            Scene.deliveries(
                notification, "sent_at IS NOT NULL AND sending_at IS NOT NULL AND fence = 1"))
        .containsExactly("t", "t");
    assertThat(Scene.emitted(notification)).containsExactly("delivered email", "delivered push");
    var mail = mailsTo(scene).getFirst();
    assertThat(mail.getSubject()).isEqualTo("Water the plants");
    assertThat(mail.getMessageID())
        .isEqualTo("<" + notification.id() + ".email@perennial.example>");
    var push = FIREBASE.pushedTo(device).getFirst();
    assertThat(push.at("/notification/title")).isEqualTo("Water the plants");
    assertThat(push.at("/notification/body")).contains("10:00");
    var collapse = notification.id().toString().replace("-", "");
    assertThat(
            List.of(
                "/android/collapse_key",
                "/apns/headers/apns-collapse-id",
                "/webpush/headers/Topic",
                "/webpush/notification/tag"))
        .allSatisfy(key -> assertThat(push.at(key)).isEqualTo(collapse));
  }

  @Test
  void an_invocation_is_recorded_with_its_mails_and_pushes() {
    var scene = Scene.withChannels(Channel.EMAIL, Channel.PUSH);
    scene.device();
    scene.device();

    deliver(scene, dueNow(scene, "Water the plants"));

    var row = InvocationRows.awaitOne("owner = '" + scene.user + "'");
    assertThat(row.number("mails")).isEqualTo(1);
    assertThat(row.number("pushes")).isEqualTo(2);
    assertThat(row.number("events_out")).isEqualTo(2);
    assertThat(row.isNull("list_id")).isTrue();
  }

  @Test
  void a_notification_that_was_sent_is_not_sent_again_for_another_event_of_it() throws Exception {
    var scene = Scene.withChannels(Channel.EMAIL);
    var notification = dueNow(scene, "Once");

    deliver(scene, notification);
    assertThat(deliver(scene, notification).statusCode()).isEqualTo(202);

    assertThat(mailsTo(scene)).hasSize(1);
    assertThat(Scene.emitted(notification)).hasSize(1);
  }

  @Test
  void reports_which_channels_are_configured() {
    assertThat(http.send("GET", "/health/ready", Map.of(), "").body())
        .isIn(
            "{\"status\":\"UP\",\"channels\":{\"email\":true,\"push\":true}}",
            "{\"status\":\"UP\",\"channels\":{\"push\":true,\"email\":true}}");
  }

  @Test
  void starts_without_credentials_and_reports_what_is_not_configured() {
    try (var bare = FunctionServer.start(POSTGRES.settings("reminder-dispatch"), Main::wire)) {
      var scene = Scene.withChannels(Channel.EMAIL, Channel.PUSH);
      var notification = dueNow(scene, "Sent to no server");

      assertThat(deliver(Http.to(bare.port()), scene, notification).statusCode()).isEqualTo(202);

      assertThat(Scene.deliveries(notification))
          .containsExactly(
              "EMAIL SUPPRESSED e-mail is not configured",
              "PUSH SUPPRESSED push is not configured");
      assertThat(Http.to(bare.port()).send("GET", "/health/ready", Map.of(), "").body())
          .contains("\"email\":false", "\"push\":false");
    }
  }

  @Test
  void rejects_the_event_of_an_unknown_notification() {
    var scene = Scene.withChannels(Channel.EMAIL);
    var unknown =
        new Notification(
            java.util.UUID.randomUUID(),
            Notification.Kind.REMINDER,
            scene.user,
            Scene.NOW,
            false,
            null,
            List.of());

    var response = deliver(scene, unknown);

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).isEqualTo("there is no notification " + unknown.id());
  }

  @Test
  void sends_nothing_to_a_person_who_has_since_been_erased() {
    var scene = Scene.withChannels(Channel.EMAIL);
    var notification = dueNow(scene, "Too late");
    POSTGRES.execute(
        """
        DELETE FROM reminders.notifications WHERE id = '%s';
        UPDATE reminders.people SET profile = NULL, erased_at = now() WHERE user_id = '%s'
        """
            .formatted(notification.id(), scene.user));

    assertThat(deliver(scene, notification).statusCode()).isEqualTo(202);
  }

  @Test
  @Timeout(300)
  void many_reminders_of_the_same_minute_are_sent_once_each() throws Exception {
    var scene = Scene.withChannels(Channel.EMAIL);
    var all = IntStream.range(0, 200).mapToObj(i -> dueNow(scene, "Task " + i)).toList();

    try (var executor = Executors.newFixedThreadPool(16)) {
      List<Callable<Integer>> deliveries =
          all.stream()
              .map(
                  notification ->
                      (Callable<Integer>) () -> deliver(scene, notification).statusCode())
              .toList();
      for (var response : executor.invokeAll(deliveries)) {
        assertThat(response.get()).isEqualTo(202);
      }
    }

    var ids = mailsTo(scene).stream().map(ReminderDispatchIT::messageId).toList();
    assertThat(ids).hasSize(200).doesNotHaveDuplicates();
  }

  private static String messageId(MimeMessage mail) {
    try {
      return mail.getMessageID();
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Notification dueNow(Scene scene, String title) {
    return scene.due(Instant.now(), false, scene.task(title));
  }

  private static List<MimeMessage> mailsTo(Scene scene) {
    return MAIL.mailsTo(scene.email());
  }

  private static HttpResponse<String> deliver(Scene scene, Notification notification) {
    return deliver(http, scene, notification);
  }

  private static HttpResponse<String> deliver(Http to, Scene scene, Notification notification) {
    var event = scene.event(notification);
    return to.post(
        Map.of(
            "ce-specversion",
            "1.0",
            "ce-id",
            event.getId(),
            "ce-source",
            event.getSource().toString(),
            "ce-type",
            event.getType(),
            "ce-owner",
            scene.user,
            "ce-partitionkey",
            scene.user,
            "Content-Type",
            "application/json"),
        new String(event.getData().toBytes(), StandardCharsets.UTF_8));
  }
}
