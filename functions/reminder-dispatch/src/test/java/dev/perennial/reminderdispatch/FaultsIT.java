package dev.perennial.reminderdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Channel;
import dev.perennial.events.Notification;
import dev.perennial.runtime.ledger.DeliveryOutcome;
import dev.perennial.runtime.testkit.Certificate;
import dev.perennial.runtime.testkit.TestPostgres;
import io.cloudevents.CloudEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail servers that reject, disconnect or are unreachable. */
class FaultsIT {

  private static final DeliveryOutcome DONE = new DeliveryOutcome.Done();
  private static final String NOT_NOW = "451 try again, <ada@example.org>";

  private final MailServer server = new MailServer();
  private final DispatchFixture dispatch =
      new DispatchFixture(Duration.ofMillis(200), ReminderDispatchIT.mailSettings(server.port()));
  private final Scene scene = Scene.withChannels(Channel.EMAIL);

  @AfterEach
  void stop() {
    dispatch.close();
    server.close();
  }

  @Test
  void a_deferred_mail_is_retried_until_the_server_accepts_it() {
    server.respondWith(NOT_NOW, NOT_NOW);
    var notification = due();

    assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

    assertThat(server.requests()).isEqualTo(3);
    assertThat(server.accepted()).isEqualTo(1);
    assertThat(Scene.deliveries(notification)).containsExactly("EMAIL SENT");
    assertThat(Scene.deliveries(notification, "attempts")).containsExactly("3");
  }

  @Test
  void after_the_last_attempt_the_delivery_fails_and_the_event_is_parked() {
    server.respondWith(NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW);
    var notification = due();
    var event = scene.event(notification);

    assertThat(dispatch.deliver(event))
        .isEqualTo(
            new DeliveryOutcome.Parked("TransientDeliveryFailure: the mail server answered 451"));

    assertThat(server.requests()).isEqualTo(4);
    assertThat(Scene.deliveries(notification))
        .containsExactly("EMAIL FAILED the mail server answered 451");
    assertThat(Scene.deliveries(notification, "failed_at IS NOT NULL AND leased_until IS NULL"))
        .containsExactly("t");
    assertThat(Scene.emitted(notification))
        .containsExactly("failed email the mail server answered 451");
    assertThat(ledgerState(event)).isEqualTo("PARKED");
    assertThat(dispatch.deliver(scene.event(notification)))
        .as("another event of it")
        .isEqualTo(DONE);
    assertThat(server.requests()).isEqualTo(4);
  }

  @Test
  void a_permanently_rejected_recipient_fails_at_once() {
    server.respondWith("550 no such user");
    var notification = due();

    assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

    assertThat(server.requests()).isEqualTo(1);
    assertThat(Scene.deliveries(notification))
        .containsExactly("EMAIL FAILED the mail server answered 550");
    assertThat(Scene.emitted(notification))
        .containsExactly("failed email the mail server answered 550");
  }

  @Test
  void an_idle_connection_closed_by_the_server_is_replaced() {
    dispatch.deliver(scene.event(due()));
    server.hangUp();
    var notification = due();

    assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

    assertThat(Scene.deliveries(notification)).containsExactly("EMAIL SENT");
    assertThat(Scene.deliveries(notification, "attempts")).containsExactly("1");
  }

  @Test
  void no_event_is_parked_during_an_outage_and_all_mails_arrive_once_after_it() {
    server.stop();
    var all =
        IntStream.range(0, 20)
            .mapToObj(i -> due())
            .map(notification -> new Sendable(notification, scene.event(notification)))
            .toList();

    for (int round = 0; round < 5; round++) {
      assertThat(all)
          .allSatisfy(
              one ->
                  assertThat(dispatch.deliver(one.event()))
                      .isInstanceOf(DeliveryOutcome.Unavailable.class));
    }
    assertThat(all)
        .allSatisfy(
            one ->
                assertThat(Scene.deliveries(one.notification(), "state"))
                    .containsExactly("PLANNED"));

    server.start();
    Awaitility.await("all have arrived")
        .atMost(Duration.ofSeconds(120))
        .until(() -> all.stream().allMatch(one -> isAcknowledged(dispatch.deliver(one.event()))));
    assertThat(server.accepted()).isEqualTo(20);
    assertThat(all)
        .allSatisfy(
            one -> {
              assertThat(Scene.deliveries(one.notification(), "state")).containsExactly("SENT");
              assertThat(Scene.emitted(one.notification())).containsExactly("delivered email");
            });
  }

  private static boolean isAcknowledged(DeliveryOutcome outcome) {
    return outcome.equals(DONE) || outcome.equals(new DeliveryOutcome.Duplicate());
  }

  @Test
  void a_notification_resent_after_an_outage_arrives_once() {
    var notification = due();
    deliverDuringOutage(notification);

    dispatch.goTo(Scene.NOW.plus(Duration.ofHours(6)));
    server.start();
    Awaitility.await("the circuit has rested")
        .atMost(Duration.ofSeconds(120))
        .until(() -> dispatch.deliver(scene.event(notification)).equals(DONE));
    assertThat(dispatch.deliver(scene.event(notification)))
        .as("one more event of it")
        .isEqualTo(DONE);

    assertThat(server.accepted()).isEqualTo(1);
    assertThat(Scene.deliveries(notification, "state")).containsExactly("SENT");
    assertThat(Scene.emitted(notification)).containsExactly("delivered email");
  }

  @Test
  void a_notification_resent_after_the_window_expires() {
    var notification = due();
    deliverDuringOutage(notification);

    dispatch.goTo(Scene.NOW.plus(Duration.ofHours(24)).plusMillis(1));
    server.start();
    assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

    assertThat(server.requests()).isZero();
    assertThat(Scene.deliveries(notification))
        .containsExactly("EMAIL EXPIRED it is more than 24 hours late");
    assertThat(Scene.emitted(notification))
        .containsExactly("expired it is more than 24 hours late");
  }

  /** As many deliveries as the broker attempts before it gives the event up. */
  private void deliverDuringOutage(Notification notification) {
    server.stop();
    var event = scene.event(notification);
    for (int attempt = 0; attempt < 13; attempt++) {
      assertThat(dispatch.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
    }
    assertThat(Scene.deliveries(notification, "state")).containsExactly("PLANNED");
    assertThat(Scene.emitted(notification)).isEmpty();
  }

  @Test
  void an_open_circuit_neither_waits_nor_sends() {
    server.stop();
    try (var resting =
        new DispatchFixture(Duration.ofHours(1), ReminderDispatchIT.mailSettings(server.port()))) {
      resting.deliver(scene.event(due()));
      var notification = due();

      assertThat(resting.deliver(scene.event(notification)))
          .isEqualTo(new DeliveryOutcome.Unavailable("e-mail is unavailable"));

      assertThat(Scene.deliveries(notification, "concat_ws(' ', state, attempts, fence)"))
          .containsExactly("PLANNED 0 0");
    }
  }

  @Test
  void authenticates_when_a_user_name_is_configured() {
    server.requireLogin("perennial", "secret");
    try (var dispatch = dispatch(Map.of("SMTP_USERNAME", "perennial", "SMTP_PASSWORD", "secret"))) {
      var notification = due();

      assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

      assertThat(server.commands()).containsExactly("AUTH", "MAIL", "RCPT", "DATA");
      assertThat(Scene.deliveries(notification)).containsExactly("EMAIL SENT");
    }
  }

  @Test
  void a_server_that_rejects_the_credentials_is_unavailable_and_nothing_is_parked() {
    server.requireLogin("perennial", "secret");
    try (var dispatch = dispatch(Map.of("SMTP_USERNAME", "perennial", "SMTP_PASSWORD", "wrong"))) {
      assertIsUnavailable(dispatch, "the mail server refuses the credentials");

      assertThat(server.commands()).containsOnly("AUTH");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"421 closing", "454 not before it is safe", "530 who are you", "535 no"})
  void a_server_that_rejects_every_message_is_unavailable_and_nothing_is_parked(String reply) {
    server.respondWith(reply, reply, reply, reply);
    try (var dispatch = dispatch(Map.of())) {
      assertIsUnavailable(dispatch, "the mail server answered " + reply.substring(0, 3));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(300)
  void a_silent_server_is_abandoned_after_the_time_out(MailServer.Step step) {
    server.ignore(step, 4);
    try (var dispatch = dispatch(Map.of("SMTP_TIMEOUT", "PT0.3S"))) {
      assertIsUnavailable(dispatch, "the mail server cannot be reached");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GREETING", "RCPT"})
  @Timeout(300)
  void sending_ends_before_the_lease_even_with_long_time_outs(MailServer.Step step) {
    server.ignore(step, 4);
    var patient = settings(Map.of("SMTP_TIMEOUT", "PT10M"));
    try (var dispatch = new DispatchFixture(Duration.ofHours(1), Duration.ofMillis(500), patient)) {
      assertIsUnavailable(dispatch, "the mail server cannot be reached");
    }
  }

  @Test
  @Timeout(300)
  void a_delivery_without_a_free_connection_is_retried_later_and_does_not_open_the_circuit() {
    var crowded = settings(Map.of("SMTP_CONNECTIONS", "0"));
    try (var dispatch = new DispatchFixture(Duration.ofHours(1), Duration.ofMillis(100), crowded)) {
      for (int i = 0; i < 5; i++) {
        var notification = due();

        assertThat(dispatch.deliver(scene.event(notification)))
            .isEqualTo(
                new DeliveryOutcome.Unavailable("all connections to the mail server are in use"));

        assertThat(Scene.deliveries(notification, "concat_ws(' ', state, leased_until)"))
            .containsExactly("PLANNED");
      }
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void no_mail_is_sent_without_the_required_tls() {
    try (var dispatch = dispatch(Map.of("SMTP_STARTTLS", "true"))) {
      assertIsUnavailable(dispatch, "the mail server cannot be reached");

      assertThat(server.connections()).isPositive();
      assertThat(server.commands()).isEmpty();
    }
  }

  @Test
  void a_mail_is_sent_through_the_required_tls_and_nothing_of_it_before(@TempDir Path folder) {
    var certificate = Certificate.make(folder, "mail");
    server.startTlsAs(certificate);
    server.requireLogin("perennial", "secret");
    try (var dispatch =
        dispatch(
            Map.of(
                "SMTP_STARTTLS", "true",
                "SMTP_CA_FILE", certificate.file().toString(),
                "SMTP_USERNAME", "perennial",
                "SMTP_PASSWORD", "secret"))) {
      var notification = due();

      assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

      assertThat(Scene.deliveries(notification)).containsExactly("EMAIL SENT");
      assertThat(server.accepted()).isEqualTo(1);
      assertThat(server.commands()).containsExactly("AUTH", "MAIL", "RCPT", "DATA");
      assertThat(server.commandsInClear()).isEmpty();
    }
  }

  @Test
  void a_server_with_an_untrusted_certificate_gets_no_mail(@TempDir Path folder) {
    server.startTlsAs(Certificate.make(folder, "mail"));
    var another = Certificate.make(folder, "another").file().toString();
    try (var dispatch = dispatch(Map.of("SMTP_STARTTLS", "true", "SMTP_CA_FILE", another))) {
      assertNothingIsSentBy(dispatch);
    }
  }

  @Test
  void only_public_authorities_are_trusted_by_default(@TempDir Path folder) {
    server.startTlsAs(Certificate.make(folder, "mail"));
    try (var dispatch = dispatch(Map.of("SMTP_STARTTLS", "true"))) {
      assertNothingIsSentBy(dispatch);
    }
  }

  @Test
  void a_server_with_a_certificate_for_another_host_gets_no_mail(@TempDir Path folder) {
    var foreign = Certificate.make(folder, "mail", "dns:mail.example.org");
    server.startTlsAs(foreign);
    var trusting = Map.of("SMTP_STARTTLS", "true", "SMTP_CA_FILE", foreign.file().toString());
    try (var dispatch = dispatch(trusting)) {
      assertNothingIsSentBy(dispatch);
    }
  }

  private void assertNothingIsSentBy(DispatchFixture dispatch) {
    assertIsUnavailable(dispatch, "the mail server cannot be reached");

    assertThat(server.tlsStarts()).isPositive().isEqualTo(server.connections());
    assertThat(server.commands()).isEmpty();
  }

  /** Fails in three attempts, after which the circuit is open. */
  private void assertIsUnavailable(DispatchFixture dispatch, String reason) {
    var notification = due();
    var event = scene.event(notification);

    assertThat(dispatch.deliver(event)).isEqualTo(new DeliveryOutcome.Unavailable(reason));

    assertThat(server.accepted()).isZero();
    assertThat(Scene.deliveries(notification)).containsExactly("EMAIL PLANNED " + reason);
    assertThat(Scene.deliveries(notification, "concat_ws(' ', attempts, leased_until)"))
        .containsExactly("3");
    assertThat(Scene.emitted(notification)).isEmpty();
    assertThat(ledgerState(event)).isEqualTo("RETRYING");
  }

  private DispatchFixture dispatch(Map<String, String> more) {
    return new DispatchFixture(Duration.ofHours(1), settings(more));
  }

  private Map<String, String> settings(Map<String, String> more) {
    var settings = new HashMap<>(ReminderDispatchIT.mailSettings(server.port()));
    settings.putAll(more);
    return settings;
  }

  private record Sendable(Notification notification, CloudEvent event) {}

  private Notification due() {
    return scene.due(scene.task("Water the plants"));
  }

  private static String ledgerState(CloudEvent event) {
    return TestPostgres.shared()
        .column("SELECT state FROM runtime.ledger WHERE event_id = '%s'".formatted(event.getId()))
        .getFirst();
  }
}
