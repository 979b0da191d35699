package dev.perennial.taskapi.task;

import dev.perennial.api.request.PageCursor;
import dev.perennial.runtime.TimeTexts;
import dev.perennial.tasks.store.TaskQuery.Position;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Encodes positions in a list of tasks as cursors, valid for one user and one set of filters. */
record TaskCursor(PageCursor positions) {

  private static final int POSITION_BYTES = 3 * Long.BYTES;

  TaskCursor(String user, String filters) {
    this(new PageCursor(user, filters));
  }

  String write(Position position) {
    return positions.write(
        ByteBuffer.allocate(POSITION_BYTES)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.createdAt()))
            .putLong(position.id().getMostSignificantBits())
            .putLong(position.id().getLeastSignificantBits())
            .array());
  }

  /** Empty unless it is exactly a cursor written for this user and these filters. */
  Optional<Position> read(String text) {
    return positions
        .read(text)
        .filter(bytes -> bytes.length == POSITION_BYTES)
        .map(TaskCursor::position)
        // The checksum of a cursor is not a signature.
        .filter(position -> TimeTexts.isInRange(position.createdAt()));
  }

  private static Position position(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Instant createdAt = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
    return new Position(createdAt, new UUID(buffer.getLong(), buffer.getLong()));
  }
}
