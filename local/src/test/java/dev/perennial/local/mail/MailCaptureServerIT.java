package dev.perennial.local.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.embedded.Ports;
import dev.perennial.local.capture.InjectedFailure;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class MailCaptureServerIT {

  private static final String TEXT = "Grüße.\r\n.\r\n.hidden\r\n..\r\nend";

  private final int port = Ports.free();
  private final MailCaptureServer server = new MailCaptureServer(port, InstantSource.system());

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void the_environment_names_host_and_port() {
    assertThat(server.settings())
        .containsEntry("SMTP_HOST", "127.0.0.1")
        .containsEntry("SMTP_PORT", Integer.toString(port))
        .containsEntry("SMTP_STARTTLS", "false")
        .containsKey("MAIL_FROM");
  }

  @Test
  void a_mail_is_captured_with_its_headers_and_parts() throws Exception {
    send("<1@test>");

    CapturedMail mail = captured().getFirst();
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
  void mails_are_listed_newest_first_and_repeats_separately() throws Exception {
    send("<1@test>");
    send("<2@test>");
    send("<1@test>");

    assertThat(ids()).containsExactly("<1@test>", "<2@test>", "<1@test>");
    assertThat(captured()).extracting(CapturedMail::id).doesNotHaveDuplicates();
  }

  @Test
  void a_cleared_history_is_empty() throws Exception {
    send("<1@test>");

    server.clear();

    assertThat(server.items()).isEmpty();
  }

  @Test
  void a_transient_failure_happens_as_often_as_injected() throws Exception {
    server.inject(new InjectedFailure(2, "transient", null));

    assertThatThrownBy(() -> send("<1@test>")).hasMessageContaining("451");
    assertThatThrownBy(() -> send("<1@test>")).hasMessageContaining("451");
    send("<1@test>");

    assertThat(ids()).containsExactly("<1@test>");
  }

  @Test
  void a_connection_can_be_reused_after_a_transient_failure() throws Exception {
    server.inject(new InjectedFailure(1, "transient", null));

    try (var socket = new Socket("127.0.0.1", port);
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      assertThat(in.readLine()).startsWith("220");
      assertThat(mail(socket, in)).isEqualTo("451");
      assertThat(mail(socket, in)).isEqualTo("250");
    }

    assertThat(captured()).hasSize(1);
  }

  /** Sends a mail without RSET before it, and returns the code of the last response. */
  private static String mail(Socket socket, BufferedReader in) throws IOException {
    String code = "";
    for (String line :
        List.of("MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA", "\r\n.")) {
      socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
      code = in.readLine().substring(0, 3);
    }
    return code;
  }

  @Test
  void a_permanent_failure_rejects_the_recipient() {
    server.inject(new InjectedFailure(1, "permanent", null));

    assertThatThrownBy(() -> send("<1@test>"))
        .isInstanceOf(SendFailedException.class)
        .hasStackTraceContaining("550 5.1.1");
    assertThat(server.items()).isEmpty();
  }

  @Test
  void a_dropped_connection_still_captures_the_mail() throws Exception {
    server.inject(new InjectedFailure(1, "drop", null));

    assertThatThrownBy(() -> send("<1@test>")).isInstanceOf(MessagingException.class);
    assertThat(ids()).as("captured").containsExactly("<1@test>");

    send("<1@test>");
    assertThat(ids()).containsExactly("<1@test>", "<1@test>");
  }

  @Test
  void a_server_that_is_down_refuses_connections_until_it_is_up_again() throws Exception {
    server.inject(new InjectedFailure(1, "down", null));
    assertThatThrownBy(() -> send("<1@test>")).hasMessageContaining("Couldn't connect");
    assertThatThrownBy(() -> send("<1@test>")).hasMessageContaining("Couldn't connect");

    server.inject(new InjectedFailure(0, null, null));
    send("<1@test>");

    assertThat(ids()).containsExactly("<1@test>");
  }

  @Test
  void an_unknown_kind_of_failure_is_refused_with_the_known_ones() {
    assertThatThrownBy(() -> server.inject(new InjectedFailure(1, "meteor", null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("kind: no \"meteor\"; there are transient, permanent, drop, down");
  }

  @Test
  void two_hundred_simultaneous_mails_are_captured() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> sends =
          IntStream.range(0, 200)
              .mapToObj(number -> (Callable<Void>) () -> send("<" + number + "@test>"))
              .toList();
      for (Future<Void> sent : threads.invokeAll(sends)) {
        sent.get();
      }
    }

    assertThat(ids()).hasSize(200).doesNotHaveDuplicates();
  }

  private List<CapturedMail> captured() {
    return server.items().stream().map(CapturedMail.class::cast).toList();
  }

  private List<String> ids() {
    return captured().stream().map(mail -> mail.headers().get("Message-ID")).toList();
  }

  private Void send(String messageId) throws MessagingException {
    Transport.send(message(messageId));
    return null;
  }

  private MimeMessage message(String messageId) throws MessagingException {
    var message =
        new MimeMessage(session()) {
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
    return message;
  }

  private Session session() {
    var properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", port);
    properties.put("mail.smtp.timeout", 60_000);
    return Session.getInstance(properties);
  }

  private static MimeBodyPart part(String subtype, String text) throws MessagingException {
    var part = new MimeBodyPart();
    part.setText(text, "UTF-8", subtype);
    return part;
  }
}
