package dev.perennial.auditsink.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.identity.Reader;
import dev.perennial.api.page.PageCursor;
import dev.perennial.api.page.PageLimit;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.QueryText;
import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.store.TrailQuery;
import dev.perennial.auditsink.store.TrailQuery.Position;
import dev.perennial.events.EventType;
import dev.perennial.runtime.Texts;
import dev.perennial.runtime.TimeTexts;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  static final PageLimit LIMIT = new PageLimit(50, 500);

  static TrailRequest of(ApiRequest request, Reader reader) {
    var errors = new FieldErrors();
    return of(request, reader, taskId(request, errors).orElse(null), errors);
  }

  static TrailRequest ofTask(ApiRequest request, Reader reader, String taskId) {
    return of(request, reader, taskId, new FieldErrors());
  }

  private static TrailRequest of(
      ApiRequest request, Reader reader, @Nullable String taskId, FieldErrors errors) {
    var query =
        new TrailQuery(
            reader.seesAll() ? null : reader.user(),
            taskId,
            moment(request, "from", errors).orElse(TrailQuery.MIN_TIME),
            moment(request, "to", errors).orElse(TrailQuery.MAX_TIME),
            type(request, errors).orElse(null),
            QueryText.read(request, "actor", errors).orElse(null),
            QueryText.read(request, "owner", errors).orElse(null));
    Optional<Integer> limit = LIMIT.readIfGiven(request, errors);
    var cursor = new PageCursor(reader.user(), query.toString());
    Position after = cursor.read(request, TrailRequest::decode, errors).orElse(Position.START);
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

  private static Optional<String> taskId(ApiRequest request, FieldErrors errors) {
    Optional<String> text = request.param("taskId");
    Optional<UUID> id = text.flatMap(Ids::parse);
    if (text.isPresent() && id.isEmpty()) {
      errors.add("/taskId", "must be a UUID");
    }
    return id.map(UUID::toString);
  }

  private static Optional<String> type(ApiRequest request, FieldErrors errors) {
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

  public static Optional<Instant> moment(ApiRequest request, String name, FieldErrors errors) {
    return request.param(name).flatMap(text -> moment(text, name, errors));
  }

  private static Optional<Instant> moment(String text, String name, FieldErrors errors) {
    try {
      // An unescaped plus sign of a query is decoded as a space.
      Instant moment = TimeTexts.instant(text.replace(' ', '+'));
      if (isInRange(moment)) {
        return Optional.of(moment);
      }
    } catch (DateTimeException none) {
      // Reported below.
    }
    errors.add("/" + name, "must be an instant, such as 2026-03-01T08:00:00Z");
    return Optional.empty();
  }

  private static Optional<Position> decode(byte[] bytes) {
    return Optional.of(bytes)
        .filter(some -> some.length > 2 * Long.BYTES)
        .map(TrailRequest::position)
        .filter(TrailRequest::isInRange);
  }

  private static boolean isInRange(Position position) {
    return isInRange(position.time())
        && position.number() > 0
        && Texts.isStorable(position.owner());
  }

  private static boolean isInRange(Instant time) {
    return !time.isBefore(TrailQuery.MIN_TIME) && !time.isAfter(TrailQuery.MAX_TIME);
  }

  private static Position position(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes);
    Instant time = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
    return new Position(time, buffer.getLong(), UTF_8.decode(buffer).toString());
  }
}
