package dev.perennial.taskapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.idempotency.IdempotencyStore;
import dev.perennial.api.idempotency.IdempotencyStore.Parts;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.AcceptedType;
import dev.perennial.api.request.SpooledBody;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.runtime.outbox.OutboxRelay;
import dev.perennial.taskapi.ImportReport.Result;
import dev.perennial.taskapi.exchange.CalendarFormat;
import dev.perennial.taskapi.exchange.ExportFormat;
import dev.perennial.taskapi.exchange.ImportFormat;
import dev.perennial.taskapi.exchange.Item;
import dev.perennial.taskapi.exchange.JsonLines;
import dev.perennial.taskapi.exchange.Unreadable;
import dev.perennial.tasks.Profile;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.ProfileStore;
import dev.perennial.tasks.store.TaskStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/** What people take with them, and what they bring along. */
final class ExchangeEndpoints implements Endpoints {

  /** Made when it is used, so that nobody waits for its classes who does not. */
  private record Format(
      MediaType type, Supplier<ExportFormat> out, Function<@Nullable ZoneId, ImportFormat> in) {

    boolean isOf(MediaType other) {
      return type.equalsTypeAndSubtype(other);
    }

    ExportFormat writer() {
      return out.get();
    }

    ImportFormat reader(@Nullable ZoneId zone) {
      return in.apply(zone);
    }
  }

  private static final List<Format> FORMATS =
      List.of(
          new Format(
              new MediaType("application", "x-ndjson"), JsonLines::new, _ -> new JsonLines()),
          new Format(
              new MediaType("text", "calendar", UTF_8),
              () -> new CalendarFormat(null),
              CalendarFormat::new));

  private static final int MAX_BYTES = 10 * 1024 * 1024;
  private static final int MAX_ITEMS = 10_000;

  /** What an import of so many things costs of what a user may do. */
  private static final int ITEMS_PER_TOKEN = 100;

  private final TaskStore tasks;
  private final ListStore lists;
  private final ProfileStore profiles;
  private final IdempotencyStore answers;
  private final RateLimit limit;
  private final OutboxRelay relay;
  private final InstantSource clock;

  ExchangeEndpoints(
      TaskStore tasks,
      ListStore lists,
      ProfileStore profiles,
      IdempotencyStore answers,
      RateLimit limit,
      OutboxRelay relay,
      InstantSource clock) {
    this.tasks = tasks;
    this.lists = lists;
    this.profiles = profiles;
    this.answers = answers;
    this.limit = limit;
    this.relay = relay;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/export", routes.reads(HttpMethod.GET, this::export));
    routes.at("/v1/import", routes.writesMany(HttpMethod.POST, this::bringIn));
  }

  private Response export(ServerRequest request, String user) {
    var format = wanted(request);
    var body = new Export(user, clock.instant(), format.writer(), tasks, lists, profiles);
    return new Response.Streamed(200, Map.of("Content-Type", format.type().toString()), body);
  }

  private Response bringIn(ServerRequest request, String user) {
    var client = ClientHeaders.client(request);
    try (var body = SpooledBody.of(request, MAX_BYTES, types())) {
      var type = request.headers().contentType().orElseThrow();
      var format =
          FORMATS.stream()
              .filter(known -> known.isOf(type))
              .findFirst()
              .orElseThrow()
              .reader(profiles.find(user).map(Profile::zone).orElse(null));
      var count = count(body, format);
      // One is taken for the request itself.
      limit.take(user, count / ITEMS_PER_TOKEN);
      return new Idempotency(answers)
          .onceAcrossTransactions(
              request,
              user,
              body.digest(),
              () -> bringIn(body, format, new Import(user, client, clock, tasks, lists, profiles)));
    }
  }

  private Parts bringIn(SpooledBody body, ImportFormat format, Import bringing) {
    var report = ImportReport.of(results(body, format, bringing));
    return new Parts(Response.json(200, report), !bringing.hasFailedHere());
  }

  private List<Result> results(SpooledBody body, ImportFormat format, Import bringing) {
    List<Result> results = new ArrayList<>();
    try (var gathering = relay.gather()) {
      read(body, format, item -> results.add(gathering.with(() -> bringing.bringIn(item))));
    }
    return results;
  }

  /** How many things there are, before the first is brought in. */
  private static int count(SpooledBody body, ImportFormat format) {
    var read = new AtomicInteger();
    List<Item.Broken> broken = new ArrayList<>();
    var count = new AtomicInteger();
    read(
        body,
        format,
        item -> {
          count.incrementAndGet();
          if (item instanceof Item.Broken one && broken.isEmpty()) {
            broken.add(one);
          } else if (item instanceof Item.Read) {
            read.incrementAndGet();
          }
        });
    if (count.get() > MAX_ITEMS) {
      throw ProblemException.invalid("", "must have " + MAX_ITEMS + " items at most");
    }
    if (read.get() == 0) {
      throw ProblemException.unreadable(nothingReadable(broken));
    }
    return count.get();
  }

  private static String nothingReadable(List<Item.Broken> broken) {
    return broken.isEmpty()
        ? "there is nothing in the body"
        : "nothing in it can be read; line %d %s"
            .formatted(broken.getFirst().line(), broken.getFirst().errors().getFirst().detail());
  }

  private static void read(SpooledBody body, ImportFormat format, Consumer<Item> items) {
    try (var in = body.open()) {
      format.read(in, items);
    } catch (Unreadable notOfTheForm) {
      throw ProblemException.unreadable(String.valueOf(notOfTheForm.getMessage()));
    } catch (IOException fault) {
      throw new UncheckedIOException("a body that was kept cannot be read", fault);
    }
  }

  private static Format wanted(ServerRequest request) {
    var type = AcceptedType.of(request, List.of(types()));
    return FORMATS.stream().filter(format -> format.isOf(type)).findFirst().orElseThrow();
  }

  private static MediaType[] types() {
    return FORMATS.stream().map(Format::type).toArray(MediaType[]::new);
  }
}
