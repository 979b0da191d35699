package dev.perennial.auditsink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.PageCursor;
import dev.perennial.api.request.PageLimit;
import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.store.TrailQuery;
import dev.perennial.auditsink.store.TrailQuery.Position;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Which entries a request asks for.
 *
 * @param limit how many at most; empty unless it says so
 */
record TrailRequest(TrailQuery query, Position after, Optional<Integer> limit, PageCursor cursor) {

  private static final PageLimit LIMIT = new PageLimit(500);

  static TrailRequest of(ServerRequest request, Reader reader) {
    return of(request, reader, request.param("taskId").orElse(null));
  }

  static TrailRequest of(ServerRequest request, Reader reader, @Nullable String taskId) {
    var errors = new FieldErrors();
    var query =
        new TrailQuery(
            reader.seesAll() ? null : reader.user(),
            taskId,
            moment(request, "from", errors).orElse(TrailQuery.EVER),
            moment(request, "to", errors).orElse(TrailQuery.NEVER),
            request.param("type").orElse(null),
            request.param("actor").orElse(null),
            request.param("owner").orElse(null));
    var limit = LIMIT.read(request, errors);
    var cursor = new PageCursor(reader.user(), query.toString());
    var after =
        request.param("cursor").map(text -> position(cursor, text, errors)).orElse(Position.START);
    errors.throwIfAny();
    return new TrailRequest(query, after, limit, cursor);
  }

  /** Where what follows this entry begins. */
  String after(Entry last) {
    var position = positionOf(last);
    var owner = position.owner().getBytes(UTF_8);
    return cursor.write(
        ByteBuffer.allocate(2 * Long.BYTES + owner.length)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.time()))
            .putLong(position.number())
            .put(owner)
            .array());
  }

  static Position positionOf(Entry entry) {
    return new Position(entry.facts().time(), entry.number(), entry.facts().owner());
  }

  static Optional<Instant> moment(ServerRequest request, String name, FieldErrors errors) {
    return request.param(name).flatMap(text -> moment(text, name, errors));
  }

  private static Optional<Instant> moment(String text, String name, FieldErrors errors) {
    try {
      // A plus sign that was not escaped is read as a blank.
      var moment = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
      if (!moment.isBefore(TrailQuery.EVER) && !moment.isAfter(TrailQuery.NEVER)) {
        return Optional.of(moment);
      }
    } catch (DateTimeParseException none) {
      // Said below.
    }
    errors.add("/" + name, "must be an instant, such as 2026-03-01T08:00:00Z");
    return Optional.empty();
  }

  private static Position position(PageCursor cursor, String text, FieldErrors errors) {
    var position =
        cursor.read(text).filter(bytes -> bytes.length > 2 * Long.BYTES).map(TrailRequest::read);
    if (position.isEmpty()) {
      errors.add("/cursor", "must be the nextCursor of a page with the same filters");
    }
    return position.orElse(Position.START);
  }

  private static Position read(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes);
    var time = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
    return new Position(time, buffer.getLong(), UTF_8.decode(buffer).toString());
  }
}
