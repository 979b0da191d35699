package dev.perennial.reminderdispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Channel;
import dev.perennial.events.Notification;
import dev.perennial.runtime.ledger.DeliveryOutcome;
import dev.perennial.runtime.testkit.Certificate;
import dev.perennial.runtime.testkit.TestPostgres;
import io.cloudevents.CloudEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail servers that refuse, break off or are not there. */
class FaultsIT {

  private static final DeliveryOutcome DONE = new DeliveryOutcome.Done();
  private static final String NOT_NOW = "451 try again, <ada@example.org>";

  private final ScriptedSmtp server = new ScriptedSmtp();
  private final Desk desk =
      new Desk(Duration.ofMillis(200), ReminderDispatchIT.mailSettings(server.port()));
  private final Scene scene = Scene.toldBy(Channel.EMAIL);

  @AfterEach
  void stop() {
    desk.close();
    server.close();
  }

  @Test
  void a_server_that_defers_is_asked_again_until_it_takes_the_mail() {
    server.answer(NOT_NOW, NOT_NOW);
    var told = due();

    assertThat(desk.deliver(scene.event(told))).isEqualTo(DONE);

    assertThat(server.asked()).isEqualTo(3);
    assertThat(server.taken()).isEqualTo(1);
    assertThat(Scene.deliveries(told)).containsExactly("EMAIL SENT");
    assertThat(Scene.deliveries(told, "attempts")).containsExactly("3");
  }

  @Test
  void after_the_last_attempt_it_has_failed_and_the_event_is_parked() {
    server.answer(NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW);
    var told = due();
    var event = scene.event(told);

    assertThat(desk.deliver(event))
        .isEqualTo(new DeliveryOutcome.Parked("NotDelivered: the mail server answered 451"));

    assertThat(server.asked()).isEqualTo(4);
    assertThat(Scene.deliveries(told)).containsExactly("EMAIL FAILED the mail server answered 451");
    assertThat(Scene.deliveries(told, "failed_at IS NOT NULL AND leased_until IS NULL"))
        .containsExactly("t");
    assertThat(Scene.emitted(told)).containsExactly("failed email the mail server answered 451");
    assertThat(ledgerState(event)).isEqualTo("PARKED");
    assertThat(desk.deliver(scene.event(told))).as("another event of it").isEqualTo(DONE);
    assertThat(server.asked()).isEqualTo(4);
  }

  @Test
  void a_recipient_that_is_refused_for_good_has_failed_at_once() {
    server.answer("550 no such user");
    var told = due();

    assertThat(desk.deliver(scene.event(told))).isEqualTo(DONE);

    assertThat(server.asked()).isEqualTo(1);
    assertThat(Scene.deliveries(told)).containsExactly("EMAIL FAILED the mail server answered 550");
    assertThat(Scene.emitted(told)).containsExactly("failed email the mail server answered 550");
  }

  @Test
  void a_server_that_closed_an_idle_connection_is_connected_to_anew() {
    desk.deliver(scene.event(due()));
    server.hangUp();
    var told = due();

    assertThat(desk.deliver(scene.event(told))).isEqualTo(DONE);

    assertThat(Scene.deliveries(told)).containsExactly("EMAIL SENT");
    assertThat(Scene.deliveries(told, "attempts")).containsExactly("1");
  }

  @Test
  void while_the_server_is_away_no_event_is_parked_and_when_it_is_back_all_arrive_once() {
    int port = server.port();
    server.close();
    var all =
        IntStream.range(0, 20)
            .mapToObj(i -> due())
            .map(told -> new Told(told, scene.event(told)))
            .toList();

    for (int round = 0; round < 5; round++) {
      assertThat(all)
          .allSatisfy(
              one ->
                  assertThat(desk.deliver(one.event()))
                      .isInstanceOf(DeliveryOutcome.Unavailable.class));
    }
    assertThat(all)
        .allSatisfy(
            one -> assertThat(Scene.deliveries(one.told(), "state")).containsExactly("PLANNED"));

    try (var back = new ScriptedSmtp(port)) {
      Awaitility.await("all have arrived")
          .atMost(Duration.ofSeconds(30))
          .until(() -> all.stream().allMatch(one -> desk.deliver(one.event()).equals(DONE)));
      assertThat(back.taken()).isEqualTo(20);
    }
    assertThat(all)
        .allSatisfy(
            one -> {
              assertThat(Scene.deliveries(one.told(), "state")).containsExactly("SENT");
              assertThat(Scene.emitted(one.told())).containsExactly("delivered email");
            });
  }

  @Test
  void what_is_handed_on_again_when_the_server_is_back_arrives_once() {
    var told = due();
    whileAway(told);

    desk.goTo(Scene.NOW.plus(Duration.ofHours(6)));
    try (var back = new ScriptedSmtp(server.port())) {
      Awaitility.await("the circuit has rested")
          .atMost(Duration.ofSeconds(30))
          .until(() -> desk.deliver(scene.event(told)).equals(DONE));
      assertThat(desk.deliver(scene.event(told))).as("one more event of it").isEqualTo(DONE);

      assertThat(back.taken()).isEqualTo(1);
    }
    assertThat(Scene.deliveries(told, "state")).containsExactly("SENT");
    assertThat(Scene.emitted(told)).containsExactly("delivered email");
  }

  @Test
  void what_is_handed_on_again_too_late_has_expired_though_the_server_is_back() {
    var told = due();
    whileAway(told);

    desk.goTo(Scene.NOW.plus(Duration.ofHours(24)).plusMillis(1));
    try (var back = new ScriptedSmtp(server.port())) {
      assertThat(desk.deliver(scene.event(told))).isEqualTo(DONE);

      assertThat(back.asked()).isZero();
    }
    assertThat(Scene.deliveries(told))
        .containsExactly("EMAIL EXPIRED it is more than 24 hours late");
    assertThat(Scene.emitted(told)).containsExactly("expired it is more than 24 hours late");
  }

  /** As often as the broker comes back before it gives the event up. */
  private void whileAway(Notification told) {
    server.close();
    var event = scene.event(told);
    for (int attempt = 0; attempt < 13; attempt++) {
      assertThat(desk.deliver(event)).isInstanceOf(DeliveryOutcome.Unavailable.class);
    }
    assertThat(Scene.deliveries(told, "state")).containsExactly("PLANNED");
    assertThat(Scene.emitted(told)).isEmpty();
  }

  @Test
  void an_open_circuit_holds_nobody_and_tries_nothing() {
    server.close();
    try (var resting =
        new Desk(Duration.ofHours(1), ReminderDispatchIT.mailSettings(server.port()))) {
      resting.deliver(scene.event(due()));
      var told = due();

      assertThat(resting.deliver(scene.event(told)))
          .isEqualTo(new DeliveryOutcome.Unavailable("e-mail is away"));

      assertThat(Scene.deliveries(told, "concat_ws(' ', state, attempts, fence)"))
          .containsExactly("PLANNED 0 0");
    }
  }

  @Test
  void whoever_has_a_user_name_shows_who_they_are() {
    server.offer("AUTH PLAIN");
    try (var desk = desk(Map.of("SMTP_USERNAME", "perennial", "SMTP_PASSWORD", "secret"))) {
      var told = due();

      assertThat(desk.deliver(scene.event(told))).isEqualTo(DONE);

      assertThat(server.heard())
          .filteredOn(line -> line.startsWith("AUTH PLAIN "))
          .singleElement()
          .satisfies(
              line ->
                  // RFC 4616: who acts, who they are, and what proves it.
                  assertThat(new String(Base64.getDecoder().decode(line.split(" ")[2]), UTF_8))
                      .endsWith("\0perennial\0secret"));
      assertThat(Scene.deliveries(told)).containsExactly("EMAIL SENT");
    }
  }

  @Test
  void a_server_that_refuses_the_credentials_is_away_and_nothing_is_parked() {
    server.offer("AUTH PLAIN");
    server.answerTo("AUTH", "535 no", "535 no", "535 no", "535 no");
    try (var desk = desk(Map.of("SMTP_USERNAME", "perennial", "SMTP_PASSWORD", "wrong"))) {
      assertIsAway(desk, "the mail server refuses the credentials");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"421 closing", "454 not before it is safe", "530 who are you", "535 no"})
  void a_server_that_says_no_to_everything_is_away_and_nothing_is_parked(String reply) {
    server.answer(reply, reply, reply, reply);
    try (var desk = desk(Map.of())) {
      assertIsAway(desk, "the mail server answered " + reply.substring(0, 3));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"greeting", "EHLO", "RCPT"})
  @Timeout(25)
  void a_silent_server_is_left_after_the_time_out(String command) {
    server.keepSilentTo(command, 4);
    try (var desk = desk(Map.of("SMTP_TIMEOUT", "PT0.3S"))) {
      assertIsAway(desk, "the mail server cannot be reached");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"greeting", "RCPT"})
  @Timeout(30)
  void however_long_its_time_outs_a_server_is_left_before_somebody_else_may_have_the_delivery(
      String command) {
    server.keepSilentTo(command, 4);
    var patient = settings(Map.of("SMTP_TIMEOUT", "PT10M"));
    try (var desk = new Desk(Duration.ofHours(1), Duration.ofMillis(500), patient)) {
      assertIsAway(desk, "the mail server cannot be reached");
    }
  }

  @Test
  @Timeout(30)
  void whoever_gets_no_connection_in_time_comes_back_later_and_that_is_no_outage() {
    var crowded = settings(Map.of("SMTP_CONNECTIONS", "0"));
    try (var desk = new Desk(Duration.ofHours(1), Duration.ofMillis(100), crowded)) {
      for (int i = 0; i < 5; i++) {
        var told = due();

        assertThat(desk.deliver(scene.event(told)))
            .isEqualTo(
                new DeliveryOutcome.Unavailable("all connections to the mail server are in use"));

        assertThat(Scene.deliveries(told, "concat_ws(' ', state, leased_until)"))
            .containsExactly("PLANNED");
      }
      assertThat(server.heard()).isEmpty();
    }
  }

  @Test
  void without_the_tls_that_is_demanded_there_is_no_mail() {
    try (var desk = desk(Map.of("SMTP_STARTTLS", "true"))) {
      assertIsAway(desk, "the mail server cannot be reached");

      assertThat(server.heard()).isNotEmpty().noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @Test
  void a_mail_goes_through_the_tls_that_is_demanded_and_nothing_of_it_is_said_before(
      @TempDir Path folder) {
    var certificate = Certificate.make(folder, "mail");
    server.startTlsAs(certificate);
    server.offer("STARTTLS", "AUTH PLAIN");
    try (var desk =
        desk(
            Map.of(
                "SMTP_STARTTLS", "true",
                "SMTP_CA_FILE", certificate.file().toString(),
                "SMTP_USERNAME", "perennial",
                "SMTP_PASSWORD", "secret"))) {
      var told = due();

      assertThat(desk.deliver(scene.event(told))).isEqualTo(DONE);

      assertThat(Scene.deliveries(told)).containsExactly("EMAIL SENT");
      assertThat(server.taken()).isEqualTo(1);
      assertThat(server.heard()).anyMatch(line -> line.startsWith("AUTH PLAIN "));
      assertThat(commandsInClear()).containsExactly("EHLO", "STARTTLS");
    }
  }

  @Test
  void whoever_shows_a_certificate_that_is_not_trusted_gets_no_mail(@TempDir Path folder) {
    server.startTlsAs(Certificate.make(folder, "mail"));
    var another = Certificate.make(folder, "another").file().toString();
    try (var desk = desk(Map.of("SMTP_STARTTLS", "true", "SMTP_CA_FILE", another))) {
      assertNothingIsSaidTo(desk);
    }
  }

  @Test
  void without_an_authority_of_its_own_only_public_ones_are_trusted(@TempDir Path folder) {
    server.startTlsAs(Certificate.make(folder, "mail"));
    try (var desk = desk(Map.of("SMTP_STARTTLS", "true"))) {
      assertNothingIsSaidTo(desk);
    }
  }

  @Test
  void whoever_shows_somebody_else_s_certificate_gets_no_mail(@TempDir Path folder) {
    var foreign = Certificate.make(folder, "mail", "dns:mail.example.org");
    server.startTlsAs(foreign);
    var trusting = Map.of("SMTP_STARTTLS", "true", "SMTP_CA_FILE", foreign.file().toString());
    try (var desk = desk(trusting)) {
      assertNothingIsSaidTo(desk);
    }
  }

  private void assertNothingIsSaidTo(Desk desk) {
    assertIsAway(desk, "the mail server cannot be reached");

    assertThat(commandsInClear()).isNotEmpty().containsOnly("EHLO", "STARTTLS");
    assertThat(server.heard()).isEqualTo(server.heardInClear());
  }

  private List<String> commandsInClear() {
    return server.heardInClear().stream().map(line -> line.split(" ")[0]).toList();
  }

  /** In three attempts, after which the circuit is open. */
  private void assertIsAway(Desk desk, String reason) {
    var told = due();
    var event = scene.event(told);

    assertThat(desk.deliver(event)).isEqualTo(new DeliveryOutcome.Unavailable(reason));

    assertThat(server.taken()).isZero();
    assertThat(Scene.deliveries(told)).containsExactly("EMAIL PLANNED " + reason);
    assertThat(Scene.deliveries(told, "concat_ws(' ', attempts, leased_until)"))
        .containsExactly("3");
    assertThat(Scene.emitted(told)).isEmpty();
    assertThat(ledgerState(event)).isEqualTo("RETRYING");
  }

  private Desk desk(Map<String, String> more) {
    return new Desk(Duration.ofHours(1), settings(more));
  }

  private Map<String, String> settings(Map<String, String> more) {
    var settings = new HashMap<>(ReminderDispatchIT.mailSettings(server.port()));
    settings.putAll(more);
    return settings;
  }

  private record Told(Notification told, CloudEvent event) {}

  private Notification due() {
    return scene.due(scene.task("Water the plants"));
  }

  private static String ledgerState(CloudEvent event) {
    return TestPostgres.shared()
        .column("SELECT state FROM runtime.ledger WHERE event_id = '%s'".formatted(event.getId()))
        .getFirst();
  }
}
