package dev.perennial.local.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.embedded.Ports;
import dev.perennial.local.caught.FailOrder;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MailCatcherIT {

  private static final String TEXT = "Grüße.\r\n.\r\n.hidden\r\n..\r\nend";

  private final int port = Ports.free();
  private final MailCatcher catcher = new MailCatcher(port, InstantSource.system());

  @BeforeEach
  void start() {
    catcher.start();
  }

  @AfterEach
  void close() {
    catcher.close();
  }

  @Test
  void tellsFunctionsWhereItIs() {
    assertThat(catcher.settings())
        .containsEntry("SMTP_HOST", "127.0.0.1")
        .containsEntry("SMTP_PORT", Integer.toString(port))
        .containsEntry("SMTP_STARTTLS", "false")
        .containsKey("MAIL_FROM");
  }

  @Test
  void showsAMailWithItsHeadersAndParts() throws Exception {
    send("<1@test>");

    var mail = caught().getFirst();
    assertThat(mail.from()).isEqualTo("perennial@example.com");
    assertThat(mail.to()).containsExactly("ada@example.com", "grace@example.com");
    assertThat(mail.subject()).isEqualTo("Gießen: \"Water\"");
    assertThat(mail.headers())
        .containsEntry("Message-ID", "<1@test>")
        .containsEntry("List-Unsubscribe", "<https://example.com/" + "u".repeat(100) + ">");
    assertThat(mail.parts())
        .satisfiesExactly(
            plain -> {
              assertThat(plain.contentType()).startsWith("text/plain");
              assertThat(plain.text()).isEqualTo(TEXT);
            },
            html -> {
              assertThat(html.contentType()).startsWith("text/html");
              assertThat(html.text()).isEqualTo("<p>Grüße</p>");
            });
  }

  @Test
  void showsTheNewestFirstAndARepeatAsAMailOfItsOwn() throws Exception {
    send("<1@test>");
    send("<2@test>");
    send("<1@test>");

    assertThat(ids()).containsExactly("<1@test>", "<2@test>", "<1@test>");
    assertThat(caught()).extracting(CaughtMail::id).doesNotHaveDuplicates();
  }

  @Test
  void forgetsAllWhenItIsEmptied() throws Exception {
    send("<1@test>");

    catcher.clear();

    assertThat(catcher.items()).isEmpty();
  }

  @Test
  void failsForAWhileAsOftenAsItIsTold() throws Exception {
    catcher.fail(new FailOrder(2, "transient", null));

    assertThatThrownBy(() -> send("<1@test>")).hasMessageContaining("451");
    assertThatThrownBy(() -> send("<1@test>")).hasMessageContaining("451");
    send("<1@test>");

    assertThat(ids()).containsExactly("<1@test>");
  }

  @Test
  void refusesARecipientForGood() {
    catcher.fail(new FailOrder(1, "permanent", null));

    assertThatThrownBy(() -> send("<1@test>"))
        .isInstanceOf(SendFailedException.class)
        .hasStackTraceContaining("550 5.1.1");
    assertThat(catcher.items()).isEmpty();
  }

  @Test
  void takesAMailAndDropsTheConnectionBeforeItSaysSo() throws Exception {
    catcher.fail(new FailOrder(1, "drop", null));

    assertThatThrownBy(() -> send("<1@test>")).isInstanceOf(MessagingException.class);
    assertThat(ids()).as("it has the mail").containsExactly("<1@test>");

    send("<1@test>");
    assertThat(ids()).containsExactly("<1@test>", "<1@test>");
  }

  @Test
  void isDownUntilItIsToldToBeUp() throws Exception {
    catcher.fail(new FailOrder(1, "down", null));
    assertThatThrownBy(() -> send("<1@test>")).hasMessageContaining("Couldn't connect");
    assertThatThrownBy(() -> send("<1@test>")).hasMessageContaining("Couldn't connect");

    catcher.fail(new FailOrder(0, null, null));
    send("<1@test>");

    assertThat(ids()).containsExactly("<1@test>");
  }

  @Test
  void namesTheKindsOfFailureItKnows() {
    assertThatThrownBy(() -> catcher.fail(new FailOrder(1, "meteor", null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kind: no \"meteor\"; there are transient, permanent, drop, down");
  }

  @Test
  void takesManyAtOnce() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sends =
          IntStream.range(0, 200)
              .mapToObj(number -> (Callable<Void>) () -> send("<" + number + "@test>"))
              .toList();
      for (var sent : threads.invokeAll(sends)) {
        sent.get();
      }
    }

    assertThat(ids()).hasSize(200).doesNotHaveDuplicates();
  }

  private List<CaughtMail> caught() {
    return catcher.items().stream().map(CaughtMail.class::cast).toList();
  }

  private List<String> ids() {
    return caught().stream().map(mail -> mail.headers().get("Message-ID")).toList();
  }

  private Void send(String messageId) throws MessagingException {
    var properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", port);
    properties.put("mail.smtp.timeout", 60_000);
    var message =
        new MimeMessage(Session.getInstance(properties)) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", messageId);
          }
        };
    message.setFrom(new InternetAddress("perennial@example.com"));
    message.setRecipients(RecipientType.TO, "ada@example.com, grace@example.com");
    message.setSubject("Gießen: \"Water\"", "UTF-8");
    message.setHeader("List-Unsubscribe", "<https://example.com/" + "u".repeat(100) + ">");
    message.setContent(
        new MimeMultipart("alternative", part("plain", TEXT), part("html", "<p>Grüße</p>")));
    Transport.send(message);
    return null;
  }

  private static MimeBodyPart part(String subtype, String text) throws MessagingException {
    var part = new MimeBodyPart();
    part.setText(text, "UTF-8", subtype);
    return part;
  }
}
