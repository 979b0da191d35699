package dev.perennial.reminderdispatch.mail;

import dev.perennial.reminders.delivery.Result;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to the mail server, kept open from one mail to the next, since a greeting with TLS
 * costs more than a mail. Whoever finds all in use waits for one.
 */
final class SmtpConnections implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpConnections.class);

  private final MailSettings settings;
  private final Session session;
  private final Semaphore free;
  private final Deque<Transport> idle = new ConcurrentLinkedDeque<>();

  SmtpConnections(MailSettings settings) {
    this.settings = settings;
    this.session = Session.getInstance(settings.session());
    this.free = new Semaphore(settings.connections());
  }

  Session session() {
    return session;
  }

  /**
   * Returns when the server has said whether it has the mail. Interrupted while all connections are
   * in use, it asks nobody; interrupted later, it breaks the connection off.
   */
  Result send(MimeMessage mail) {
    try {
      free.acquire();
    } catch (InterruptedException timeIsUp) {
      return new Result.Crowded("all connections to the mail server are in use");
    }
    try {
      handOver(mail);
      return new Result.Sent();
    } catch (MessagingException e) {
      return SmtpAnswer.to(e);
    } finally {
      free.release();
    }
  }

  private void handOver(MimeMessage mail) throws MessagingException {
    Transport connection = connection();
    boolean sound = false;
    try {
      connection.sendMessage(mail, mail.getAllRecipients());
      sound = true;
    } finally {
      giveBack(connection, sound);
    }
  }

  /** One that is still there: a server closes what was idle for long. */
  private Transport connection() throws MessagingException {
    Transport kept;
    while ((kept = idle.pollLast()) != null) {
      if (kept.isConnected()) {
        return kept;
      }
      close(kept);
    }
    Transport fresh = session.getTransport("smtp");
    fresh.connect(orNull(settings.user()), orNull(settings.password()));
    return fresh;
  }

  /** One on which something failed is not used again, whatever state it may be in. */
  private void giveBack(Transport connection, boolean sound) {
    if (sound) {
      idle.addLast(connection);
    } else {
      close(connection);
    }
  }

  @Override
  public void close() {
    Transport kept;
    while ((kept = idle.pollLast()) != null) {
      close(kept);
    }
  }

  private static void close(Transport connection) {
    try {
      connection.close();
    } catch (MessagingException e) {
      LOG.debug("A connection that is not needed any more was not closed well", e);
    }
  }

  private static @Nullable String orNull(String value) {
    return value.isEmpty() ? null : value;
  }
}
