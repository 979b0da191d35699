package dev.perennial.local.mail;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail as it came.
 *
 * @param from the sender that its bounces would go to
 * @param to every recipient of the envelope
 * @param headers by name, unfolded, several of one name with a line feed between them
 * @param parts every part that holds no others
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
   * @param text null if it is none
   */
  record Part(String contentType, @Nullable String text) {}
}
