package dev.perennial.operations.api;

import dev.perennial.api.page.PageCursor;
import dev.perennial.api.page.PageLimit;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.QueryChoice;
import dev.perennial.api.request.QueryText;
import dev.perennial.events.EventType;
import dev.perennial.operations.letter.LetterState;
import dev.perennial.operations.store.LetterFilter;
import dev.perennial.operations.store.LetterRow;
import dev.perennial.operations.store.Letters.Position;
import dev.perennial.runtime.TimeTexts;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The query parameters of the list of dead letters. */
record LetterQuery(LetterFilter filter, Position after, int limit, PageCursor cursor) {

  static final List<String> FILTERS =
      List.of("function", "type", "reason", "owner", "state", "from", "to");
  static final List<String> PARAMETERS =
      List.of("function", "type", "reason", "owner", "state", "from", "to", "limit", "cursor");

  private static final PageLimit LIMIT = new PageLimit(50, 500);
  static final String TIME_FORM = "must be an instant, such as 2026-03-01T08:00:00Z";

  static LetterQuery of(ApiRequest request, String user) {
    var errors = new FieldErrors();
    var filter = filter(request, errors);
    int limit = LIMIT.read(request, errors);
    var cursor = new PageCursor(user, filter.toString());
    var after = cursor.read(request, LetterQuery::decode, errors).orElse(Position.START);
    errors.throwIfAny();
    return new LetterQuery(filter, after, limit, cursor);
  }

  static LetterFilter filter(ApiRequest request) {
    var errors = new FieldErrors();
    var filter = filter(request, errors);
    errors.throwIfAny();
    return filter;
  }

  private static LetterFilter filter(ApiRequest request, FieldErrors errors) {
    return new LetterFilter(
        text(request, "function", errors),
        type(text(request, "type", errors)),
        text(request, "reason", errors),
        text(request, "owner", errors),
        QueryChoice.read(request, "state", LetterState.class, errors).orElse(null),
        moment(request, "from", errors),
        moment(request, "to", errors),
        null);
  }

  /** The cursor of the page after this letter. */
  String after(LetterRow last) {
    return cursor.write(
        ByteBuffer.allocate(3 * Long.BYTES)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, last.firstFailedAt()))
            .putLong(last.id().getMostSignificantBits())
            .putLong(last.id().getLeastSignificantBits())
            .array());
  }

  /** The CloudEvents type of a name such as {@code task.created}; any other text as it is. */
  static @Nullable String type(@Nullable String given) {
    return given == null ? null : EventType.named(given).map(EventType::type).orElse(given);
  }

  /**
   * @throws DateTimeException if the text is no instant that Postgres can store
   */
  static Instant moment(String text) {
    var moment = TimeTexts.instant(text);
    if (moment.isBefore(Instant.EPOCH) || moment.isAfter(Position.START.time())) {
      throw new DateTimeException("out of range");
    }
    return moment;
  }

  private static @Nullable String text(ApiRequest request, String name, FieldErrors errors) {
    return QueryText.read(request, name, errors).orElse(null);
  }

  private static @Nullable Instant moment(ApiRequest request, String name, FieldErrors errors) {
    var text = request.param(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      // An unescaped plus sign of a query is decoded as a space.
      return moment(text.get().replace(' ', '+'));
    } catch (DateTimeException none) {
      errors.add("/" + name, TIME_FORM);
      return null;
    }
  }

  private static Optional<Position> decode(byte[] bytes) {
    if (bytes.length != 3 * Long.BYTES) {
      return Optional.empty();
    }
    var buffer = ByteBuffer.wrap(bytes);
    var time = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
    return Optional.of(new Position(time, new UUID(buffer.getLong(), buffer.getLong())))
        .filter(
            position ->
                !position.time().isBefore(Instant.EPOCH)
                    && !position.time().isAfter(Position.START.time()));
  }
}
