package dev.perennial.usage.query;

import dev.perennial.api.identity.Reader;
import dev.perennial.api.identity.ReaderResolver;
import dev.perennial.api.page.Page;
import dev.perennial.api.page.PageCursor;
import dev.perennial.api.page.PageLimit;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.QueryChoice;
import dev.perennial.api.request.QueryText;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.runtime.database.Database;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.price.PriceBooks;
import dev.perennial.usage.store.InvocationRow;
import dev.perennial.usage.store.InvocationRows;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** The recorded invocations behind a sum. */
public final class InvocationEndpoints implements Endpoints {

  private static final PageLimit LIMIT = new PageLimit(50, 500);
  private static final UUID LOWEST = new UUID(0, 0);

  private record Position(Instant startedAt, UUID instance, long number) {
    static final Position START = new Position(Instant.EPOCH, LOWEST, 0);
  }

  private final InvocationRows invocations;
  private final Database database;
  private final PriceBooks books;
  private final ReaderResolver readers;
  private final InstantSource clock;

  public InvocationEndpoints(
      Database database, PriceBooks books, ReaderResolver readers, InstantSource clock) {
    this.database = database;
    this.invocations = database.repository(InvocationRows.class);
    this.books = books;
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/usage/invocations",
        routes
            .reads(HttpMethod.GET, this::invocations)
            .taking("from", "to", "function", "trigger", "owner", "book", "limit", "cursor"));
  }

  private Response invocations(ApiRequest request, String user) {
    Reader reader = readers.of(request, user);
    var errors = new FieldErrors();
    Period period = Period.read(request, clock.instant(), errors);
    String function = QueryText.read(request, "function", errors).orElse(null);
    String trigger = trigger(request, errors);
    String owner = UsageRequest.owner(request, reader, errors);
    PriceBook book = UsageRequest.book(request, books, errors);
    int limit = LIMIT.read(request, errors);
    var cursor =
        new PageCursor(
            user,
            Stream.of(period.from(), period.to(), function, trigger, owner, book.id())
                .map(String::valueOf)
                .collect(Collectors.joining(" ")));
    Position after =
        cursor.read(request, InvocationEndpoints::decode, errors).orElse(Position.START);
    errors.throwIfAny();
    List<InvocationRow> found =
        database.inTransaction(() -> page(owner, period, after, function, trigger, limit + 1));
    List<InvocationRow> page = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() > limit ? cursor.write(encode(page.getLast())) : null;
    return Response.json(
        200, new Page<>(page.stream().map(row -> InvocationView.json(row, book)).toList(), next));
  }

  private static @Nullable String trigger(ApiRequest request, FieldErrors errors) {
    return QueryChoice.read(request, "trigger", Trigger.class, errors)
        .map(trigger -> trigger.name().toLowerCase(Locale.ROOT))
        .orElse(null);
  }

  private enum Trigger {
    HTTP,
    EVENT,
    TIMER,
    STREAM,
    REDRIVE,
    REPLAY
  }

  private List<InvocationRow> page(
      @Nullable String owner,
      Period period,
      Position after,
      @Nullable String function,
      @Nullable String trigger,
      int limit) {
    return owner == null
        ? invocations.ofEverybody(
            period.from(),
            period.to(),
            after.startedAt(),
            after.instance(),
            after.number(),
            function,
            trigger,
            limit)
        : invocations.of(
            owner,
            period.from(),
            period.to(),
            after.startedAt(),
            after.instance(),
            after.number(),
            function,
            trigger,
            limit);
  }

  private static byte[] encode(InvocationRow last) {
    return ByteBuffer.allocate(4 * Long.BYTES)
        .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, last.startedAt()))
        .putLong(last.instance().getMostSignificantBits())
        .putLong(last.instance().getLeastSignificantBits())
        .putLong(last.number())
        .array();
  }

  private static Optional<Position> decode(byte[] bytes) {
    if (bytes.length != 4 * Long.BYTES) {
      return Optional.empty();
    }
    var buffer = ByteBuffer.wrap(bytes);
    long micros = buffer.getLong();
    return micros < 0
        ? Optional.empty()
        : Optional.of(
            new Position(
                Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
                new UUID(buffer.getLong(), buffer.getLong()),
                buffer.getLong()));
  }
}
