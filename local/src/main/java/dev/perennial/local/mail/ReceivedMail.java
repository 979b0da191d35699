package dev.perennial.local.mail;

import dev.perennial.local.mail.CapturedMail.Part;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mail as received; parsed when it is first read, so that the sender does not wait for it. */
final class ReceivedMail {

  private final String id;
  private final Instant receivedAt;
  private final String from;
  private final List<String> to;
  private final byte[] message;
  private @Nullable CapturedMail parsed;

  /**
   * @param from sender of the envelope
   * @param to recipients of the envelope
   * @param message headers and body
   */
  ReceivedMail(String id, Instant receivedAt, String from, List<String> to, byte[] message) {
    this.id = id;
    this.receivedAt = receivedAt;
    this.from = from;
    this.to = to;
    this.message = message;
  }

  synchronized CapturedMail read() {
    if (parsed == null) {
      parsed = parse();
    }
    return parsed;
  }

  private CapturedMail parse() {
    try {
      var mime = new MimeMessage(null, new ByteArrayInputStream(message));
      return new CapturedMail(
          id, receivedAt.toString(), from, to, mime.getSubject(), headers(mime), parts(mime));
    } catch (MessagingException e) {
      throw new IllegalStateException("mail %s cannot be parsed".formatted(id), e);
    }
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
