package dev.perennial.taskapi.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.idempotency.IdempotencyStore;
import dev.perennial.api.idempotency.IdempotencyStore.WorkResult;
import dev.perennial.api.memory.MemoryBudget;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.AcceptedType;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.SpooledBody;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.api.store.SpendingLimit;
import dev.perennial.events.Client;
import dev.perennial.runtime.outbox.OutboxRelay;
import dev.perennial.taskapi.request.ClientHeaders;
import dev.perennial.taskapi.task.TaskPages;
import dev.perennial.taskapi.transfer.ImportReport.Result;
import dev.perennial.taskapi.transfer.format.ExportFormat;
import dev.perennial.taskapi.transfer.format.ImportFormat;
import dev.perennial.taskapi.transfer.format.ImportItem;
import dev.perennial.taskapi.transfer.format.UnreadableImport;
import dev.perennial.taskapi.transfer.format.UserTimes;
import dev.perennial.taskapi.transfer.ical.CalendarFormat;
import dev.perennial.taskapi.transfer.json.JsonLines;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.store.profile.ProfileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** The endpoints for export and import. */
public final class TransferEndpoints implements Endpoints {

  /** Suppliers, so that the classes of a format are loaded on first use. */
  private record Format(
      MediaType type, Supplier<ExportFormat> exporter, Function<UserTimes, ImportFormat> importer) {

    boolean isOf(MediaType other) {
      return type.equalsTypeAndSubtype(other);
    }

    ExportFormat writer() {
      return exporter.get();
    }

    ImportFormat reader(UserTimes user) {
      return importer.apply(user);
    }
  }

  private static final List<Format> FORMATS =
      List.of(
          new Format(
              new MediaType("application", "x-ndjson"), JsonLines::new, _ -> new JsonLines()),
          new Format(new MediaType("application", "jsonl"), JsonLines::new, _ -> new JsonLines()),
          new Format(
              new MediaType("text", "calendar", UTF_8),
              () -> new CalendarFormat(UserTimes.DEFAULT),
              CalendarFormat::new));

  private static final int MAX_BYTES = 10 * 1024 * 1024;
  private static final int MAX_ITEMS = 10_000;

  /** An import takes one token of the user's rate limit for each so many items. */
  private static final int ITEMS_PER_TOKEN = 100;

  /** Of the heap, for all imports at the same time. */
  private static final int FRACTION_OF_HEAP = 5;

  /** The most that an import has in memory: an item with its task, and the report. */
  private static final int BYTES_OF_AN_IMPORT = 4 * 1024 * 1024;

  private static final Duration MAX_WAIT = Duration.ofSeconds(5);
  private static final int RETRY_AFTER_SECONDS = 5;

  private final TaskStore tasks;
  private final TaskPages pages;
  private final ListStore lists;
  private final ProfileStore profiles;
  private final IdempotencyStore responses;
  private final RateLimit limit;
  private final SpendingLimit spending;
  private final OutboxRelay relay;
  private final InstantSource clock;
  private final MemoryBudget imports = MemoryBudget.ofHeap(FRACTION_OF_HEAP);

  public TransferEndpoints(
      TaskStore tasks,
      TaskPages pages,
      ListStore lists,
      ProfileStore profiles,
      IdempotencyStore responses,
      RateLimit limit,
      SpendingLimit spending,
      OutboxRelay relay,
      InstantSource clock) {
    this.tasks = tasks;
    this.pages = pages;
    this.lists = lists;
    this.profiles = profiles;
    this.responses = responses;
    this.limit = limit;
    this.spending = spending;
    this.relay = relay;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/export", routes.reads(HttpMethod.GET, spending.within(this::export)));
    routes.at("/v1/import", routes.writesMany(HttpMethod.POST, spending.within(this::importAll)));
  }

  private Response export(ApiRequest request, String user) {
    Format format = accepted(request);
    return pages.reserving(
        user,
        reserved ->
            new Response.Streamed(
                200,
                Map.of("Content-Type", format.type().toString()),
                new Export(user, clock.instant(), format.writer(), pages, lists, profiles)
                    .andThen(reserved::close)));
  }

  private Response importAll(ApiRequest request, String user) {
    Client client = ClientHeaders.client(request);
    // In a file until there is room: else the imports of slow clients would keep others waiting.
    try (var body = SpooledBody.of(request, MAX_BYTES, types());
        var _ = roomForAnImport(user)) {
      MediaType type = request.contentType().orElseThrow();
      ImportFormat format =
          FORMATS.stream()
              .filter(known -> known.isOf(type))
              .findFirst()
              .orElseThrow()
              .reader(UserTimes.of(profiles.find(user)));
      int count = count(body, format);
      // The request itself has taken one token.
      limit.take(user, count / ITEMS_PER_TOKEN);
      return new Idempotency(responses)
          .onceAcrossTransactions(
              request,
              user,
              body.digest(),
              () ->
                  importAll(body, format, new Import(user, client, clock, tasks, lists, profiles)));
    }
  }

  /**
   * Waits until fewer imports are in progress than the heap has room for, of which one user has a
   * quarter at most. Each uses one database connection; the others stay for other requests.
   *
   * @throws ProblemException 503 if that takes too long
   */
  private MemoryBudget.Reservation roomForAnImport(String user) {
    try {
      return imports
          .reserve(user, BYTES_OF_AN_IMPORT, MAX_WAIT)
          .orElseThrow(TransferEndpoints::busy);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  private static ProblemException busy() {
    return ProblemException.unavailable(
            "too many imports are in progress; try again in " + RETRY_AFTER_SECONDS + " s")
        .with(Map.of("Retry-After", String.valueOf(RETRY_AFTER_SECONDS)));
  }

  private WorkResult importAll(SpooledBody body, ImportFormat format, Import importer) {
    var report = ImportReport.of(results(body, format, importer));
    return new WorkResult(Response.json(200, report), !importer.hasServerError());
  }

  private List<Result> results(SpooledBody body, ImportFormat format, Import importer) {
    var results = new ImportReport.Results();
    try (var gathering = relay.gather()) {
      read(body, format, item -> results.add(gathering.with(() -> importer.importItem(item))));
    }
    return results.inOrder();
  }

  /** The number of items, counted before the first is imported. */
  private static int count(SpooledBody body, ImportFormat format) {
    var read = new AtomicInteger();
    List<ImportItem.Broken> broken = new ArrayList<>();
    var count = new AtomicInteger();
    read(
        body,
        format,
        item -> {
          count.incrementAndGet();
          if (item instanceof ImportItem.Broken one && broken.isEmpty()) {
            broken.add(one);
          } else if (item instanceof ImportItem.Read) {
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

  private static String nothingReadable(List<ImportItem.Broken> broken) {
    return broken.isEmpty()
        ? "the body has no items"
        : "no item can be read; line %d %s"
            .formatted(broken.getFirst().line(), broken.getFirst().errors().getFirst().detail());
  }

  private static void read(SpooledBody body, ImportFormat format, Consumer<ImportItem> items) {
    try {
      format.read(body::open, items);
    } catch (UnreadableImport wrongFormat) {
      throw ProblemException.unreadable(String.valueOf(wrongFormat.getMessage()));
    } catch (IOException fault) {
      throw new UncheckedIOException("a spooled body cannot be read", fault);
    }
  }

  private static Format accepted(ApiRequest request) {
    MediaType type = AcceptedType.of(request, List.of(types()));
    return FORMATS.stream().filter(format -> format.isOf(type)).findFirst().orElseThrow();
  }

  private static MediaType[] types() {
    return FORMATS.stream().map(Format::type).toArray(MediaType[]::new);
  }
}
