package dev.perennial.local.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;

/** Receives one mail, or fails as injected. */
final class CapturingHandler implements MessageHandler {

  /** Takes a mail that has arrived completely. */
  @FunctionalInterface
  interface Receiver {

    void receive(String from, Set<String> to, byte[] message);
  }

  private final Session session;
  private final Optional<MailFailure> failure;
  private final Receiver receiver;
  private final Set<String> recipients = new TreeSet<>();
  private String sender = "";

  /**
   * @param failure of this mail, if any
   */
  CapturingHandler(Session session, Optional<MailFailure> failure, Receiver receiver) {
    this.session = session;
    this.failure = failure;
    this.receiver = receiver;
  }

  @Override
  public void from(String from) {
    sender = from;
  }

  @Override
  public void recipient(String recipient) throws RejectException {
    if (fails(MailFailure.PERMANENT)) {
      throw new RejectException(550, "5.1.1 No such mailbox here");
    }
    recipients.add(recipient);
  }

  @Override
  public @Nullable String data(InputStream data) throws RejectException, IOException {
    byte[] message = data.readAllBytes();
    if (fails(MailFailure.TRANSIENT)) {
      // RFC 5321, 4.1.1.4: the end of DATA ends the transaction, also if it failed.
      session.resetMailTransaction();
      throw new RejectException(451, "4.3.0 Try again later");
    }
    receiver.receive(sender, recipients, message);
    if (fails(MailFailure.DROP)) {
      session.quit();
    }
    return null;
  }

  private boolean fails(MailFailure kind) {
    return failure.filter(kind::equals).isPresent();
  }

  @Override
  public void done() {}
}
