package dev.perennial.taskapi.task;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.perennial.api.page.PageCursor;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.runtime.TimeTexts;
import dev.perennial.tasks.store.TaskQuery;
import dev.perennial.tasks.store.TaskQuery.Position;
import dev.perennial.tasks.store.TaskSort;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Encodes positions in a page of tasks as cursors, valid for one user and one query. */
record TaskCursor(PageCursor positions, TaskSort sort) {

  private static final int BYTES_BEFORE_KEY = 3 * Long.BYTES;

  /**
   * @param query its position and limit are not part of the cursor's checksum
   */
  static TaskCursor of(String user, TaskQuery query) {
    String filters =
        String.join(
            "/",
            query.filter().name(),
            String.valueOf(query.listId()),
            String.valueOf(query.seriesId()),
            query.sort().name(),
            CriteriaParameters.text(query.criteria()));
    return new TaskCursor(new PageCursor(user, filters), query.sort());
  }

  String write(Position position) {
    byte[] key = position.key().getBytes(US_ASCII);
    return positions.write(
        ByteBuffer.allocate(BYTES_BEFORE_KEY + key.length)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.createdAt()))
            .putLong(position.id().getMostSignificantBits())
            .putLong(position.id().getLeastSignificantBits())
            .put(key)
            .array());
  }

  /** Returns the position in the request; empty if there is none, or an invalid one. */
  Optional<Position> read(ApiRequest request, FieldErrors errors) {
    return positions.read(request, this::decode, errors);
  }

  private Optional<Position> decode(byte[] bytes) {
    if (bytes.length < BYTES_BEFORE_KEY) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Instant createdAt = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
    UUID id = new UUID(buffer.getLong(), buffer.getLong());
    String key = new String(bytes, BYTES_BEFORE_KEY, buffer.remaining(), US_ASCII);
    // The checksum of a cursor is not a signature.
    return TimeTexts.isInRange(createdAt) && sort.isKey(key)
        ? Optional.of(new Position(key, createdAt, id))
        : Optional.empty();
  }
}
