package dev.perennial.usage.query;

import dev.perennial.api.identity.Reader;
import dev.perennial.api.identity.ReaderResolver;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.AcceptedType;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.QueryChoice;
import dev.perennial.api.response.CsvText;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.runtime.database.Database;
import dev.perennial.usage.price.Amount;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.price.PriceBooks;
import dev.perennial.usage.price.Unit;
import dev.perennial.usage.rating.Rating;
import dev.perennial.usage.store.UsageRow;
import dev.perennial.usage.store.UsageRows;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** Usage of a period, summed. */
public final class UsageEndpoints implements Endpoints {

  private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

  private final UsageRows rows;
  private final Database database;
  private final Rating rating;
  private final PriceBooks books;
  private final String changes;
  private final ReaderResolver readers;
  private final InstantSource clock;

  public UsageEndpoints(
      Database database,
      Rating rating,
      PriceBooks books,
      ReaderResolver readers,
      InstantSource clock) {
    this.database = database;
    this.rows = database.repository(UsageRows.class);
    this.rating = rating;
    this.books = books;
    this.changes = PriceBooks.array(books.changes());
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/usage",
        routes.reads(HttpMethod.GET, this::usage).taking("from", "to", "group", "owner", "book"));
  }

  private Response usage(ApiRequest request, String user) {
    Reader reader = readers.of(request, user);
    var errors = new FieldErrors();
    Period period = Period.read(request, clock.instant(), errors);
    Grouping grouping =
        QueryChoice.read(request, "group", Grouping.class, errors).orElse(Grouping.FUNCTION);
    String owner = UsageRequest.owner(request, reader, errors);
    PriceBook book = UsageRequest.book(request, books, errors);
    errors.throwIfAny();
    MediaType type = AcceptedType.of(request, List.of(MediaType.APPLICATION_JSON, CSV));
    rating.run();
    List<UsageGroup> groups = UsageGroup.of(sums(owner, period, grouping), grouping, book);
    return type.equals(CSV)
        ? Response.text(200, CSV, csv(groups))
        : Response.json(200, json(groups, period, grouping, owner, book));
  }

  private List<UsageRow> sums(@Nullable String owner, Period period, Grouping grouping) {
    String by = grouping.name().toLowerCase(Locale.ROOT);
    return database.inTransaction(
        () ->
            owner == null
                ? rows.ofEverybody(period.from(), period.to(), by, changes)
                : rows.of(owner, period.from(), period.to(), by, changes));
  }

  private static Map<String, Object> json(
      List<UsageGroup> groups,
      Period period,
      Grouping grouping,
      @Nullable String owner,
      PriceBook book) {
    Amount total = groups.stream().map(UsageGroup::cost).reduce(Amount.ZERO, Amount::plus);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("from", period.from());
    json.put("to", period.to());
    json.put("group", grouping.name().toLowerCase(Locale.ROOT));
    json.put("owner", owner);
    json.put("book", book.id());
    json.put("currency", book.currency());
    json.put("items", groups.stream().map(UsageGroup::json).toList());
    json.put("cost", total.text());
    return json;
  }

  private static String csv(List<UsageGroup> groups) {
    String header =
        Stream.concat(
                Stream.concat(Stream.of("key"), Arrays.stream(Unit.values()).map(Unit::key)),
                Stream.of("cost"))
            .collect(Collectors.joining(",", "", "\r\n"));
    return groups.stream().map(UsageEndpoints::line).collect(Collectors.joining("", header, ""));
  }

  private static String line(UsageGroup group) {
    return Stream.of(
            Stream.of(CsvText.cell(group.key())),
            Arrays.stream(Unit.values()).map(unit -> group.quantity(unit).toString()),
            Stream.of(group.cost().text()))
        .flatMap(cells -> cells)
        .collect(Collectors.joining(",", "", "\r\n"));
  }
}
