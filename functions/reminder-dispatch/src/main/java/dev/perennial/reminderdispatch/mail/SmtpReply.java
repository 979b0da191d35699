package dev.perennial.reminderdispatch.mail;

import dev.perennial.reminderdispatch.channel.SendResult;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Maps a fault of sending to a result, by its reply code (RFC 5321, section 4.2). The text of a
 * reply is never used, because it may contain addresses.
 */
final class SmtpReply {

  /** There was no reply, or it was unreadable. */
  private static final int NONE = 0;

  /**
   * The server is closing, or requires TLS or authentication (RFC 4954): it rejects every message.
   */
  private static final Set<Integer> FOR_EVERY_MESSAGE = Set.of(421, 454, 530, 534, 535, 538);

  private SmtpReply() {}

  static SendResult toResult(MessagingException fault) {
    int code = code(fault);
    if (fault instanceof AuthenticationFailedException) {
      return new SendResult.Unavailable("the mail server refuses the credentials");
    }
    if (code == NONE) {
      return new SendResult.Unavailable("the mail server cannot be reached");
    }
    String reason = "the mail server answered " + code;
    if (FOR_EVERY_MESSAGE.contains(code)) {
      return new SendResult.Unavailable(reason);
    }
    return code >= 500 ? new SendResult.Rejected(reason) : new SendResult.Deferred(reason);
  }

  /** The code of the reply for the recipient if there is one, else of the transaction. */
  private static int code(MessagingException fault) {
    int code = NONE;
    for (Exception next = fault;
        next instanceof MessagingException messaging;
        next = messaging.getNextException()) {
      if (messaging instanceof SMTPAddressFailedException address) {
        return address.getReturnCode();
      }
      if (messaging instanceof SMTPSendFailedException send && send.getReturnCode() >= 400) {
        code = send.getReturnCode();
      }
    }
    return code;
  }
}
