package dev.perennial.reminderdispatch.mail;

import dev.perennial.reminders.delivery.Result;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * What a fault of sending says: by its reply code (RFC 5321, section 4.2), never by its text, which
 * repeats addresses.
 */
final class SmtpAnswer {

  /** No reply, or one that cannot be read. */
  private static final int NONE = 0;

  /** The server closes, or wants to be talked to otherwise: no message would do (RFC 4954 too). */
  private static final Set<Integer> OF_ALL_MESSAGES = Set.of(421, 454, 530, 534, 535, 538);

  private SmtpAnswer() {}

  static Result to(MessagingException fault) {
    int code = code(fault);
    if (fault instanceof AuthenticationFailedException) {
      return new Result.Away("the mail server refuses the credentials");
    }
    if (code == NONE) {
      return new Result.Away("the mail server cannot be reached");
    }
    String reason = "the mail server answered " + code;
    if (OF_ALL_MESSAGES.contains(code)) {
      return new Result.Away(reason);
    }
    return code >= 500 ? new Result.Refused(reason) : new Result.Deferred(reason);
  }

  /** The recipient's reply, if there is one, says more than the transaction's. */
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
