package dev.perennial.reminderdispatch.mail;

import dev.perennial.events.Notification;
import dev.perennial.reminderdispatch.channel.ChannelSender;
import dev.perennial.reminderdispatch.channel.Deadline;
import dev.perennial.reminderdispatch.channel.SendResult;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.RedactedFault;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends mails over SMTP; not configured without {@code SMTP_HOST}. */
public final class MailSender implements ChannelSender, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);

  private final @Nullable MailSettings settings;
  private final InstantSource clock;
  private final Runnable onMailed;
  private @Nullable SmtpConnections connections;

  /**
   * @param onMailed is called for each mail that was accepted
   */
  public MailSender(Settings settings, InstantSource clock, Runnable onMailed) {
    this.settings =
        settings.optional("SMTP_HOST", "").isEmpty() ? null : MailSettings.from(settings);
    this.clock = clock;
    this.onMailed = onMailed;
  }

  @Override
  public boolean isConfigured() {
    return settings != null;
  }

  @Override
  public Optional<String> unavailableTo(Recipient to, Notification.Kind kind) {
    if (!isConfigured()) {
      return Optional.of("e-mail is not configured");
    }
    if (to.unsubscribed().contains(kind)) {
      return Optional.of("unsubscribed");
    }
    if (to.email() == null) {
      return Optional.of("no e-mail address");
    }
    return to.isEmailConfirmed() || kind == Notification.Kind.CONFIRMATION
        ? Optional.empty()
        : Optional.of("the e-mail address is not confirmed");
  }

  @Override
  public SendResult send(Message message, Delivery claimed, Deadline deadline) {
    if (settings == null) {
      return new SendResult.Suppressed("e-mail is not configured");
    }
    try {
      SmtpConnections open = connections(settings);
      MimeMessage mail = new Mail(open.session(), settings, clock.instant()).of(message);
      SendResult result = deadline.run(() -> open.send(mail));
      if (result instanceof SendResult.Sent) {
        onMailed.run();
      }
      return result;
    } catch (AddressException e) {
      return new SendResult.Undeliverable("the e-mail address is not valid");
    } catch (MessagingException e) {
      LOG.warn("A mail could not be built; its delivery fails", RedactedFault.of(e));
      return new SendResult.Undeliverable("the mail could not be built");
    }
  }

  /** Created for the first mail, because many invocations send none. */
  private synchronized SmtpConnections connections(MailSettings of) {
    if (connections == null) {
      connections = new SmtpConnections(of);
    }
    return connections;
  }

  @Override
  public synchronized void close() {
    if (connections != null) {
      connections.close();
    }
  }
}
