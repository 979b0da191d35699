package dev.perennial.reminderdispatch.mail;

import dev.perennial.reminderdispatch.channel.SendResult;
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
 * A pool of connections to the mail server. They stay open between mails, because a TLS handshake
 * costs more than a mail. If all are in use, the caller waits for one.
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
   * Sends the mail and returns when the server has replied. An interrupt while waiting for a
   * connection returns NoCapacity without contacting the server; one while sending closes the
   * connection.
   */
  SendResult send(MimeMessage mail) {
    try {
      free.acquire();
    } catch (InterruptedException timeIsUp) {
      return new SendResult.NoCapacity("all connections to the mail server are in use");
    }
    try {
      transmit(mail);
      return new SendResult.Sent();
    } catch (MessagingException e) {
      return SmtpReply.toResult(e);
    } finally {
      free.release();
    }
  }

  private void transmit(MimeMessage mail) throws MessagingException {
    Transport connection = connection();
    boolean isUsable = false;
    try {
      connection.sendMessage(mail, mail.getAllRecipients());
      isUsable = true;
    } finally {
      giveBack(connection, isUsable);
    }
  }

  /** An idle connection that the server has not closed, or a new one. */
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

  /**
   * Returns a connection to the pool, or closes it if sending failed, because its state is unknown.
   */
  private void giveBack(Transport connection, boolean isUsable) {
    if (isUsable) {
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
      LOG.debug("An SMTP connection was not closed cleanly", e);
    }
  }

  private static @Nullable String orNull(String value) {
    return value.isEmpty() ? null : value;
  }
}
