package dev.perennial.api.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.runtime.Sha256;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a list goes on, for this user and these filters only. The checksum keeps a cursor from
 * being made up or carried over to another list by mistake; it guards no secret, so what a position
 * leads to must be the user's own in any case.
 *
 * @param filters what else the list was asked for, in whatever words
 */
public record PageCursor(String user, String filters) {

  private static final int CHECKSUM = 8;

  /** The position as a parameter of the next request has it. */
  public String write(byte[] position) {
    byte[] bytes = Arrays.copyOf(position, position.length + CHECKSUM);
    System.arraycopy(checksum(position), 0, bytes, position.length, CHECKSUM);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Empty if it is not, to the letter, one that was written for this user and these filters. */
  public Optional<byte[]> read(String text) {
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
