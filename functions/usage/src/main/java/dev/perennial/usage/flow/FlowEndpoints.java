package dev.perennial.usage.flow;

import dev.perennial.api.identity.Reader;
import dev.perennial.api.identity.ReaderResolver;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.runtime.database.Database;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.price.PriceBooks;
import dev.perennial.usage.query.UsageRequest;
import dev.perennial.usage.store.InvocationRow;
import dev.perennial.usage.store.InvocationRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * What one act caused, step by step. A person sees the steps that are billed to them or that they
 * caused; with the role admin, all.
 */
public final class FlowEndpoints implements Endpoints {

  /** Of an event or a task, the newest traces. */
  private static final int MOST_TRACES = 20;

  private static final int MOST_STEPS = 1000;
  private static final String TRACE_ID = "[0-9a-fA-F]{32}";

  private final Database database;
  private final InvocationRows rows;
  private final PriceBooks books;
  private final ReaderResolver readers;

  public FlowEndpoints(Database database, PriceBooks books, ReaderResolver readers) {
    this.database = database;
    this.rows = database.repository(InvocationRows.class);
    this.books = books;
    this.readers = readers;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/flows/{id}", routes.reads(HttpMethod.GET, this::flows).taking("book"));
  }

  private Response flows(ApiRequest request, String user) {
    Reader reader = readers.of(request, user);
    var errors = new FieldErrors();
    PriceBook book = UsageRequest.book(request, books, errors);
    errors.throwIfAny();
    String person = reader.seesAll() ? null : reader.user();
    List<Map<String, Object>> found = new ArrayList<>();
    for (String trace : traces(request.pathVariable("id"), person)) {
      List<InvocationRow> steps =
          database.inTransaction(() -> rows.ofTrace(trace, person, MOST_STEPS));
      if (!steps.isEmpty()) {
        found.add(new Flow(trace, steps, book).json());
      }
    }
    if (found.isEmpty()) {
      throw ProblemException.notFound(
          "There is no trace, event or task with this id whose invocations are yours and still"
              + " kept.");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("book", book.id());
    json.put("currency", book.currency());
    json.put("flows", found);
    return Response.json(200, json);
  }

  private List<String> traces(String id, @Nullable String person) {
    if (id.matches(TRACE_ID)) {
      return List.of(id.toLowerCase(Locale.ROOT));
    }
    return Ids.parse(id)
        .map(
            known ->
                database.inTransaction(() -> rows.traces(known.toString(), person, MOST_TRACES)))
        .orElse(List.of());
  }
}
