package dev.perennial.taskapi.task;

import dev.perennial.api.page.PageCursor;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
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

  /** Returns the position in the request; empty if there is none, or an invalid one. */
  Optional<Position> read(ApiRequest request, FieldErrors errors) {
    return positions.read(request, TaskCursor::decode, errors);
  }

  private static Optional<Position> decode(byte[] bytes) {
    if (bytes.length != POSITION_BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Instant createdAt = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
    // The checksum of a cursor is not a signature.
    return TimeTexts.isInRange(createdAt)
        ? Optional.of(new Position(createdAt, new UUID(buffer.getLong(), buffer.getLong())))
        : Optional.empty();
  }
}
