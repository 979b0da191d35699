package dev.perennial.reminderdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.BudgetEvent;
import dev.perennial.events.BudgetSnapshot;
import dev.perennial.events.Channel;
import dev.perennial.events.Envelope;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.Notification;
import dev.perennial.reminders.NamedId;
import dev.perennial.runtime.ledger.DeliveryOutcome;
import dev.perennial.runtime.testkit.TestPostgres;
import io.cloudevents.CloudEvent;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person is told that they have reached a threshold of their budget. */
class BudgetIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final DeliveryOutcome DONE = new DeliveryOutcome.Done();
  private static final MailServer MAIL = new MailServer();
  private static final FirebaseStandIn FIREBASE = new FirebaseStandIn();

  private static DispatchFixture dispatch;

  @BeforeAll
  static void start(@TempDir Path folder) {
    var settings = new HashMap<>(ReminderDispatchIT.mailSettings(MAIL.port()));
    settings.putAll(FIREBASE.settings(folder));
    dispatch = new DispatchFixture(Duration.ofHours(1), settings);
  }

  @AfterAll
  static void stop() {
    dispatch.close();
    MAIL.close();
    FIREBASE.close();
  }

  @Test
  void the_mail_has_the_amounts_the_currency_the_threshold_and_the_month() throws Exception {
    var scene = Scene.withChannels(Channel.EMAIL);

    assertThat(dispatch.deliver(reached(scene, 80))).isEqualTo(DONE);

    assertThat(deliveries(scene, 80)).containsExactly("EMAIL SENT");
    assertThat(mailsTo(scene)).hasSize(1);
    var mail = mailsTo(scene).getFirst();
    assertThat(mail.getSubject()).isEqualTo("80 % of your budget for December 2026");
    assertThat(text(mail))
        .contains(
            "You have spent 0.412345678901 USD of 0.50 USD in December 2026: the threshold of 80 %"
                + " is reached.")
        .contains("/v1/reminders/unsubscribe/" + scene.unsubscribeToken + "?kind=budget");
  }

  @Test
  void an_event_that_is_delivered_again_or_published_twice_is_told_once() {
    var scene = Scene.withChannels(Channel.EMAIL);
    CloudEvent event = reached(scene, 50);

    assertThat(dispatch.deliver(event)).isEqualTo(DONE);
    assertThat(dispatch.deliver(event)).isEqualTo(new DeliveryOutcome.Duplicate());
    assertThat(dispatch.deliver(reached(scene, 50))).isEqualTo(DONE);

    assertThat(mailsTo(scene)).hasSize(1);
  }

  @Test
  void each_threshold_is_told_by_each_channel_of_reminders() {
    var scene = Scene.withChannels(Channel.EMAIL, Channel.PUSH);
    scene.device();

    dispatch.deliver(reached(scene, 50));
    dispatch.deliver(reached(scene, 100));

    for (int threshold : List.of(50, 100)) {
      assertThat(deliveries(scene, threshold)).containsExactly("EMAIL SENT", "PUSH SENT");
    }
    assertThat(mailsTo(scene)).hasSize(2);
  }

  @Test
  void a_person_without_an_address_gets_no_mail_and_the_event_is_done() {
    var scene = Scene.unconfirmed();

    assertThat(dispatch.deliver(reached(scene, 50))).isEqualTo(DONE);

    assertThat(deliveries(scene, 50))
        .containsExactly(
            "EMAIL SUPPRESSED the e-mail address is not confirmed", "PUSH SUPPRESSED no device");
  }

  @Test
  void a_person_who_has_unsubscribed_from_budgets_gets_no_mail_of_them() {
    var scene = Scene.withChannels(Channel.EMAIL);
    Scene.execute(
        "UPDATE reminders.people SET unsubscribed = '{budget}' WHERE user_id = '%s'", scene.user);

    dispatch.deliver(reached(scene, 50));

    assertThat(deliveries(scene, 50)).containsExactly("EMAIL SUPPRESSED unsubscribed");
  }

  @Test
  void a_person_who_has_erased_their_data_is_not_told_and_nothing_is_stored() {
    var scene = Scene.withChannels(Channel.EMAIL);
    Scene.execute(
        "UPDATE reminders.people SET erased_at = now(), profile = NULL WHERE user_id = '%s'",
        scene.user);

    assertThat(dispatch.deliver(reached(scene, 50))).isEqualTo(DONE);

    assertThat(mailsTo(scene)).isEmpty();
    assertThat(
            POSTGRES.column(
                "SELECT id FROM reminders.notifications WHERE user_id = '%s'"
                    .formatted(scene.user)))
        .isEmpty();
  }

  @Test
  void a_notification_of_a_budget_is_stored_so_that_it_can_be_sent_again() {
    var scene = Scene.withChannels(Channel.EMAIL);
    dispatch.deliver(reached(scene, 50));

    assertThat(
            POSTGRES.column(
                "SELECT handed_on_at IS NOT NULL FROM reminders.notifications WHERE id = '%s'"
                    .formatted(id(scene, 50))))
        .containsExactly("t");
    Notification stored =
        EventJson.read(
            POSTGRES
                .column(
                    "SELECT notification FROM reminders.notifications WHERE id = '%s'"
                        .formatted(id(scene, 50)))
                .getFirst()
                .getBytes(StandardCharsets.UTF_8),
            Notification.class);
    // As reminder-scheduler would publish it; it is settled already.
    assertThat(dispatch.deliver(scene.event(stored))).isEqualTo(DONE);
    assertThat(mailsTo(scene)).hasSize(1);
  }

  private static CloudEvent reached(Scene scene, int threshold) {
    return new Envelope(
            EventType.BUDGET_REACHED,
            UUID.randomUUID(),
            URI.create("/functions/usage"),
            scene.user,
            Scene.NOW,
            scene.user,
            "usage",
            scene.user,
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        .around(
            new BudgetEvent(
                new BudgetSnapshot(
                    scene.user,
                    "2026-12",
                    threshold,
                    "0.500000000000",
                    "0.412345678901",
                    "USD",
                    "own-cluster"),
                List.of(scene.user)));
  }

  private static UUID id(Scene scene, int threshold) {
    return NamedId.ofBudget(scene.user, "2026-12", threshold);
  }

  private static List<String> deliveries(Scene scene, int threshold) {
    return POSTGRES.column(
        """
        SELECT concat_ws(' ', channel, state, reason) FROM reminders.deliveries
        WHERE notification_id = '%s' ORDER BY channel
        """
            .formatted(id(scene, threshold)));
  }

  private static List<MimeMessage> mailsTo(Scene scene) {
    return MAIL.mailsTo(scene.email());
  }

  private static String text(MimeMessage mail) throws Exception {
    var parts = (MimeMultipart) mail.getContent();
    return parts.getBodyPart(0).getContent() + "";
  }
}
