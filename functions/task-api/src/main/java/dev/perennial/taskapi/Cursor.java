package dev.perennial.taskapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.runtime.http.Sha256;
import dev.perennial.tasks.store.TaskQuery.Position;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a list goes on, for this user and these filters only. The checksum keeps a cursor from
 * being made up or carried over to another list by mistake; it guards no secret, since a user sees
 * only their own tasks from any position.
 */
record Cursor(String user, String filters) {

  private static final int POSITION = 3 * Long.BYTES;
  private static final int CHECKSUM = 8;

  String write(Position position) {
    byte[] bytes =
        ByteBuffer.allocate(POSITION + CHECKSUM)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.createdAt()))
            .putLong(position.id().getMostSignificantBits())
            .putLong(position.id().getLeastSignificantBits())
            .array();
    System.arraycopy(checksum(bytes), 0, bytes, POSITION, CHECKSUM);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Empty if it is not, to the letter, one that was written for this user and these filters. */
  Optional<Position> read(String text) {
    byte[] bytes = decode(text);
    if (bytes.length != POSITION + CHECKSUM) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Instant createdAt = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
    return Optional.of(new Position(createdAt, new UUID(buffer.getLong(), buffer.getLong())))
        .filter(position -> write(position).equals(text));
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notOurs) {
      return new byte[0];
    }
  }

  private byte[] checksum(byte[] bytes) {
    byte[] digest =
        Sha256.of(Arrays.copyOf(bytes, POSITION), (filters + "/" + user).getBytes(UTF_8));
    return Arrays.copyOf(digest, CHECKSUM);
  }
}
