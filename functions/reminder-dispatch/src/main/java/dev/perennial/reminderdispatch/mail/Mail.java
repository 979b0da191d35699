package dev.perennial.reminderdispatch.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.Channel;
import dev.perennial.events.Notification;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Recipient;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;

/** Builds the mail of a message. The same message gives the same mail except for its date. */
record Mail(Session session, MailSettings settings, Instant now) {

  /**
   * @throws AddressException if the recipient's address is not exactly one valid address
   */
  MimeMessage of(Message message) throws MessagingException {
    String unsubscribe = unsubscribeUrl(message);
    MimeMessage mail = new WithOwnId(session, messageId(message));
    mail.setFrom(settings.from());
    mail.setRecipient(MimeMessage.RecipientType.TO, address(message));
    mail.setSubject(message.subject(), UTF_8.name());
    mail.setSentDate(Date.from(now));
    mail.setHeader("Auto-Submitted", "auto-generated");
    if (!unsubscribe.isEmpty()) {
      mail.setHeader("List-Unsubscribe", "<" + unsubscribe + ">");
      mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    String link = message.link().isEmpty() ? "" : settings.publicUrl() + message.link();
    var body = new MailBody(message, link, unsubscribe);
    mail.setContent(
        new MimeMultipart("alternative", part(body.text(), "plain"), part(body.html(), "html")));
    mail.saveChanges();
    return mail;
  }

  /**
   * Derived from the notification, so that a repeated mail is recognised (RFC 5322, section 3.6.4).
   */
  private String messageId(Message message) {
    return "<%s.%s@%s>"
        .formatted(
            message.notification().id(),
            Channel.EMAIL.name().toLowerCase(Locale.ROOT),
            settings.domain());
  }

  /**
   * The one-click unsubscribe URL (RFC 8058); empty if the recipient has no token yet, and for a
   * confirmation, which is sent once.
   */
  private String unsubscribeUrl(Message message) {
    UUID token = message.to().unsubscribeToken();
    return token == null || isConfirmation(message)
        ? ""
        : "%s/v1/reminders/unsubscribe/%s?kind=%s"
            .formatted(
                settings.publicUrl(),
                token,
                message.notification().kind().name().toLowerCase(Locale.ROOT));
  }

  private static boolean isConfirmation(Message message) {
    return message.notification().kind() == Notification.Kind.CONFIRMATION;
  }

  private static InternetAddress address(Message message) throws AddressException {
    Recipient to = message.to();
    String email = String.valueOf(to.email());
    // The parser would accept folded headers and several addresses.
    if (email.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == ',' || c == ';')) {
      throw new AddressException("not one address");
    }
    var address = new InternetAddress(email, true);
    // Before the confirmation the name may be a text for a stranger.
    String name = isConfirmation(message) ? null : to.displayName();
    if (name != null) {
      try {
        address.setPersonal(name.replaceAll("\\p{Cntrl}+", " "), UTF_8.name());
      } catch (UnsupportedEncodingException e) {
        throw new IllegalStateException(e);
      }
    }
    return address;
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    var part = new MimeBodyPart();
    part.setText(text, UTF_8.name(), subtype);
    return part;
  }

  /** Keeps the given Message-ID; the library would generate its own. */
  private static final class WithOwnId extends MimeMessage {

    private final String id;

    WithOwnId(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
