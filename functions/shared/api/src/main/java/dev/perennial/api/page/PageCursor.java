package dev.perennial.api.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.runtime.Sha256;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * The position at which the next page of a list begins, valid only for this user and these filters.
 * The checksum detects cursors that were made up, or used for another list by mistake. It does not
 * protect a secret: whatever the position is, a query must return the user's own data only.
 *
 * @param filters the other parameters of the list, as text in any format
 */
public record PageCursor(String user, String filters) {

  private static final int CHECKSUM = 8;

  /** Returns the cursor to a position, as a query parameter. */
  public String write(byte[] position) {
    byte[] bytes = Arrays.copyOf(position, position.length + CHECKSUM);
    System.arraycopy(checksum(position), 0, bytes, position.length, CHECKSUM);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Returns the position in the parameter {@code cursor}; empty if it is absent, or invalid and
   * added to the errors. It is valid if it is exactly what {@link #write} returned for this user
   * and these filters, and the content is a position.
   *
   * @param decode returns empty for bytes that are no position. The checksum is not a signature, so
   *     bytes with any content can arrive
   */
  public <P> Optional<P> read(
      ApiRequest request, Function<byte[], Optional<P>> decode, FieldErrors errors) {
    Optional<String> text = request.param("cursor");
    Optional<P> position = text.flatMap(this::read).flatMap(decode);
    if (text.isPresent() && position.isEmpty()) {
      errors.add("/cursor", "must be the nextCursor of a page with the same filters");
    }
    return position;
  }

  private Optional<byte[]> read(String text) {
    byte[] bytes = decode(text);
    if (bytes.length < CHECKSUM) {
      return Optional.empty();
    }
    return Optional.of(Arrays.copyOf(bytes, bytes.length - CHECKSUM))
        .filter(position -> write(position).equals(text));
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notOurs) {
      return new byte[0];
    }
  }

  private byte[] checksum(byte[] position) {
    return Sha256.of(position, (filters + "/" + user).getBytes(UTF_8));
  }
}
