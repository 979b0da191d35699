package dev.perennial.taskapi;

import dev.perennial.api.request.PageCursor;
import dev.perennial.tasks.store.TaskQuery.Position;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Where a list of tasks goes on, for this user and these filters only. */
record Cursor(PageCursor positions) {

  private static final int POSITION = 3 * Long.BYTES;

  Cursor(String user, String filters) {
    this(new PageCursor(user, filters));
  }

  String write(Position position) {
    return positions.write(
        ByteBuffer.allocate(POSITION)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.createdAt()))
            .putLong(position.id().getMostSignificantBits())
            .putLong(position.id().getLeastSignificantBits())
            .array());
  }

  /** Empty if it is not, to the letter, one that was written for this user and these filters. */
  Optional<Position> read(String text) {
    return positions.read(text).filter(bytes -> bytes.length == POSITION).map(Cursor::position);
  }

  private static Position position(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Instant createdAt = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
    return new Position(createdAt, new UUID(buffer.getLong(), buffer.getLong()));
  }
}
