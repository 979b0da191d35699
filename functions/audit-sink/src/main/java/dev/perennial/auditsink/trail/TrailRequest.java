package dev.perennial.auditsink.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.PageCursor;
import dev.perennial.api.request.PageLimit;
import dev.perennial.auditsink.access.Reader;
import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.store.TrailQuery;
import dev.perennial.auditsink.store.TrailQuery.Position;
import dev.perennial.events.EventType;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * The parameters of a request for entries.
 *
 * @param limit how many entries at most; empty if the request has none
 */
public record TrailRequest(
    TrailQuery query, Position after, Optional<Integer> limit, PageCursor cursor) {

  /** The query parameters of {@link #of}. */
  static final List<String> PARAMETERS =
      List.of("from", "to", "type", "taskId", "actor", "owner", "limit", "cursor");

  /** The query parameters of {@link #ofTask}. */
  static final List<String> PARAMETERS_OF_TASK =
      List.of("from", "to", "type", "actor", "owner", "limit", "cursor");

  private static final PageLimit LIMIT = new PageLimit(500);

  static TrailRequest of(ServerRequest request, Reader reader) {
    var errors = new FieldErrors();
    return of(request, reader, taskId(request, errors).orElse(null), errors);
  }

  static TrailRequest ofTask(ServerRequest request, Reader reader, String taskId) {
    return of(request, reader, taskId, new FieldErrors());
  }

  private static TrailRequest of(
      ServerRequest request, Reader reader, @Nullable String taskId, FieldErrors errors) {
    var query =
        new TrailQuery(
            reader.seesAll() ? null : reader.user(),
            taskId,
            moment(request, "from", errors).orElse(TrailQuery.MIN_TIME),
            moment(request, "to", errors).orElse(TrailQuery.MAX_TIME),
            type(request, errors).orElse(null),
            text(request, "actor", errors).orElse(null),
            text(request, "owner", errors).orElse(null));
    Optional<Integer> limit = LIMIT.read(request, errors);
    var cursor = new PageCursor(reader.user(), query.toString());
    Position after =
        request.param("cursor").map(text -> position(cursor, text, errors)).orElse(Position.START);
    errors.throwIfAny();
    return new TrailRequest(query, after, limit, cursor);
  }

  /** The user who sent the request. */
  String user() {
    return cursor.user();
  }

  /** The cursor of the page after this entry. */
  String after(Entry last) {
    Position position = positionOf(last);
    byte[] owner = position.owner().getBytes(UTF_8);
    return cursor.write(
        ByteBuffer.allocate(2 * Long.BYTES + owner.length)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.time()))
            .putLong(position.number())
            .put(owner)
            .array());
  }

  static Position positionOf(Entry entry) {
    return new Position(entry.metadata().time(), entry.number(), entry.metadata().owner());
  }

  /**
   * The parameter's value; empty, with an error, if it contains U+0000, which Postgres cannot
   * store.
   */
  public static Optional<String> text(ServerRequest request, String name, FieldErrors errors) {
    Optional<String> text = request.param(name);
    if (text.filter(TrailRequest::hasNul).isPresent()) {
      errors.add("/" + name, "must not contain the character U+0000");
      return Optional.empty();
    }
    return text;
  }

  private static boolean hasNul(String text) {
    return text.indexOf('\0') >= 0;
  }

  private static Optional<String> taskId(ServerRequest request, FieldErrors errors) {
    Optional<String> text = request.param("taskId");
    Optional<UUID> id = text.flatMap(Ids::parse);
    if (text.isPresent() && id.isEmpty()) {
      errors.add("/taskId", "must be a UUID");
    }
    return id.map(UUID::toString);
  }

  private static Optional<String> type(ServerRequest request, FieldErrors errors) {
    Optional<String> text = request.param("type");
    Optional<EventType> type = text.flatMap(EventType::named);
    if (text.isPresent() && type.isEmpty()) {
      errors.add(
          "/type",
          Arrays.stream(EventType.values())
              .map(EventType::shortName)
              .collect(Collectors.joining(", ", "must be one of ", "")));
    }
    return type.map(EventType::type);
  }

  public static Optional<Instant> moment(ServerRequest request, String name, FieldErrors errors) {
    return request.param(name).flatMap(text -> moment(text, name, errors));
  }

  private static Optional<Instant> moment(String text, String name, FieldErrors errors) {
    try {
      // An unescaped plus sign of a query is decoded as a space.
      Instant moment = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
      if (isInRange(moment)) {
        return Optional.of(moment);
      }
    } catch (DateTimeParseException none) {
      // Reported below.
    }
    errors.add("/" + name, "must be an instant, such as 2026-03-01T08:00:00Z");
    return Optional.empty();
  }

  private static Position position(PageCursor cursor, String text, FieldErrors errors) {
    // The checksum of a cursor is not a signature, so the content is checked as well.
    Optional<Position> position =
        cursor
            .read(text)
            .filter(bytes -> bytes.length > 2 * Long.BYTES)
            .map(TrailRequest::read)
            .filter(TrailRequest::isInRange);
    if (position.isEmpty()) {
      errors.add("/cursor", "must be the nextCursor of a page with the same filters");
    }
    return position.orElse(Position.START);
  }

  private static boolean isInRange(Position position) {
    return isInRange(position.time()) && position.number() > 0 && !hasNul(position.owner());
  }

  private static boolean isInRange(Instant time) {
    return !time.isBefore(TrailQuery.MIN_TIME) && !time.isAfter(TrailQuery.MAX_TIME);
  }

  private static Position read(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes);
    Instant time = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
    return new Position(time, buffer.getLong(), UTF_8.decode(buffer).toString());
  }
}
