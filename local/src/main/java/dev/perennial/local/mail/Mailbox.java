package dev.perennial.local.mail;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import jakarta.mail.internet.MimeMessage;
import java.util.function.Consumer;

/** The one mailbox that everybody's mail goes to; keeps nothing itself. */
record Mailbox(Consumer<MovingMessage> receiver) implements GreenMailUser {

  private static final String NAME = "everybody";

  @Override
  public void deliver(MovingMessage message) {
    receiver.accept(message);
  }

  @Override
  public void deliver(MimeMessage message) {
    throw new UnsupportedOperationException("mail comes by SMTP only");
  }

  @Override
  public String getEmail() {
    return NAME;
  }

  @Override
  public String getLogin() {
    return NAME;
  }

  @Override
  public void create() {}

  @Override
  public void delete() {}

  @Override
  public String getPassword() {
    return NAME;
  }

  @Override
  public void setPassword(String password) {}

  @Override
  public void authenticate(String password) {}

  @Override
  public String getQualifiedMailboxName() {
    return NAME;
  }
}
