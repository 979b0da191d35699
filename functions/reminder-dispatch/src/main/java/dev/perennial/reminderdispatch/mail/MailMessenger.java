package dev.perennial.reminderdispatch.mail;

import dev.perennial.events.Notification;
import dev.perennial.reminderdispatch.Deadline;
import dev.perennial.reminderdispatch.Messenger;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.delivery.Result;
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

/** Tells by mail over SMTP; off without {@code SMTP_HOST}. */
public final class MailMessenger implements Messenger, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MailMessenger.class);

  private final @Nullable MailSettings settings;
  private final InstantSource clock;
  private @Nullable SmtpConnections connections;

  public MailMessenger(Settings settings, InstantSource clock) {
    this.settings =
        settings.optional("SMTP_HOST", "").isEmpty() ? null : MailSettings.from(settings);
    this.clock = clock;
  }

  @Override
  public boolean isOn() {
    return settings != null;
  }

  @Override
  public Optional<String> closedTo(Recipient to, Notification.Kind kind) {
    if (!isOn()) {
      return Optional.of("e-mail is not configured");
    }
    if (to.unsubscribed().contains(kind)) {
      return Optional.of("unsubscribed");
    }
    return to.email() == null ? Optional.of("no e-mail address") : Optional.empty();
  }

  @Override
  public Result send(Message message, Delivery claimed, Deadline deadline) {
    if (settings == null) {
      return new Result.Suppressed("e-mail is not configured");
    }
    try {
      SmtpConnections open = connections(settings);
      MimeMessage mail = new Mail(open.session(), settings, clock.instant()).of(message);
      return deadline.hold(() -> open.send(mail));
    } catch (AddressException e) {
      return new Result.Impossible("the e-mail address is not valid");
    } catch (MessagingException e) {
      LOG.warn("No mail can be made of a message", RedactedFault.of(e));
      return new Result.Impossible("no mail can be made of it");
    }
  }

  /** Opened by the first mail: many invocations send none. */
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
