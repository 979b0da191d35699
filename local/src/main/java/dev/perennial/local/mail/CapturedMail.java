package dev.perennial.local.mail;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A captured mail.
 *
 * @param from sender of the envelope, which receives bounces
 * @param to recipients of the envelope, sorted
 * @param headers by name, unfolded; several of one name are joined by a line feed
 * @param parts every part that is no multipart
 */
record CapturedMail(
    String id,
    String receivedAt,
    String from,
    List<String> to,
    @Nullable String subject,
    Map<String, String> headers,
    List<Part> parts) {

  /**
   * @param text null if the part is no text
   */
  record Part(String contentType, @Nullable String text) {}
}
