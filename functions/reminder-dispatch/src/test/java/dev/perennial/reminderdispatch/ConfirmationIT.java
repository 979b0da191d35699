package dev.perennial.reminderdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.ledger.DeliveryOutcome;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reaches an e-mail address that its person has not confirmed: the request to confirm it. */
class ConfirmationIT {

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
  void reminders_and_digests_are_not_mailed_to_an_address_that_is_not_confirmed() {
    var scene = Scene.unconfirmed();
    scene.device();
    var reminder = scene.due(scene.task("Water the plants"));
    var digest = scene.digest(LocalDate.of(2026, 3, 2));

    assertThat(dispatch.deliver(scene.event(reminder))).isEqualTo(DONE);
    assertThat(dispatch.deliver(scene.event(digest))).isEqualTo(DONE);

    for (var notification : List.of(reminder, digest)) {
      assertThat(Scene.deliveries(notification))
          .containsExactly("EMAIL SUPPRESSED the e-mail address is not confirmed", "PUSH SENT");
    }
    assertThat(mailsTo(scene)).isEmpty();
  }

  @Test
  void the_confirmation_is_mailed_without_any_text_that_a_person_wrote() throws Exception {
    var scene = Scene.unconfirmed();
    var token = scene.confirmationToken();
    scene.task("Water the plants");
    var notification = scene.confirmation();

    assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);
    assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

    assertThat(Scene.deliveries(notification)).containsExactly("EMAIL SENT");
    assertThat(mailsTo(scene)).hasSize(1);
    var mail = mailsTo(scene).getFirst();
    assertThat(mail.getAllRecipients()[0]).hasToString(scene.email());
    assertThat(mail.getSubject()).isEqualTo("Confirm your e-mail address");
    assertThat(mail.getHeader("List-Unsubscribe")).isNull();
    assertThat(text(mail)).contains("/v1/email-confirmations/" + token).doesNotContain("Ada");
  }

  @Test
  void a_confirmation_that_is_not_awaited_any_longer_is_not_mailed() {
    var scene = Scene.unconfirmed();
    var notification = scene.confirmation();

    assertThat(dispatch.deliver(scene.event(notification))).isEqualTo(DONE);

    assertThat(Scene.deliveries(notification))
        .containsExactly("EMAIL SUPPRESSED no confirmation is awaited");
    assertThat(mailsTo(scene)).isEmpty();
  }

  private static List<MimeMessage> mailsTo(Scene scene) {
    return MAIL.mailsTo(scene.email());
  }

  private static String text(MimeMessage mail) throws Exception {
    var parts = (MimeMultipart) mail.getContent();
    return parts.getBodyPart(0).getContent() + "" + parts.getBodyPart(1).getContent();
  }
}
