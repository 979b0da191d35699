package dev.perennial.local.mail;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import dev.perennial.local.mail.CapturedMail.Part;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came over SMTP; read when somebody asks for it, so that who sends waits for no reader. */
final class ReceivedMail {

  private final String id;
  private final Instant receivedAt;
  private final String from;
  private final List<String> to;
  private final MimeMessage message;
  private @Nullable CapturedMail read;

  ReceivedMail(String id, Instant receivedAt, MovingMessage moving) {
    this.id = id;
    this.receivedAt = receivedAt;
    this.from = moving.getReturnPath().getEmail();
    this.to = moving.getToAddresses().stream().map(MailAddress::getEmail).sorted().toList();
    this.message = moving.getMessage();
  }

  synchronized CapturedMail read() {
    if (read == null) {
      try {
        read =
            new CapturedMail(
                id,
                receivedAt.toString(),
                from,
                to,
                message.getSubject(),
                headers(message),
                parts(message));
      } catch (MessagingException e) {
        throw new IllegalStateException("a mail could not be read", e);
      }
    }
    return read;
  }

  private static Map<String, String> headers(MimeMessage message) throws MessagingException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : Collections.list(message.getAllHeaders())) {
      headers.merge(
          header.getName(),
          MimeUtility.unfold(header.getValue()),
          (one, another) -> one + "\n" + another);
    }
    return headers;
  }

  private static List<Part> parts(jakarta.mail.Part part) throws MessagingException {
    try {
      return switch (part.getContent()) {
        case Multipart several -> partsOf(several);
        case String text -> List.of(new Part(part.getContentType(), text));
        default -> List.of(new Part(part.getContentType(), null));
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Part> partsOf(Multipart several) throws MessagingException {
    List<Part> parts = new ArrayList<>();
    for (int index = 0; index < several.getCount(); index++) {
      parts.addAll(parts(several.getBodyPart(index)));
    }
    return parts;
  }
}
