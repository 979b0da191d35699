package dev.perennial.operations.api;

import dev.perennial.api.identity.Roles;
import dev.perennial.api.page.Page;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.operations.redrive.LetterDecisions;
import dev.perennial.operations.store.Letters;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** The endpoints that show dead letters, and that discard and restore them. */
public final class LetterEndpoints implements Endpoints {

  private static final int MAX_GROUPS = 200;
  private static final int MAX_REASON = 500;
  private static final String REASON = "reason";
  private static final Set<String> FIELDS =
      Set.of(LetterSelection.IDS, LetterSelection.FILTER, REASON);

  private final Letters letters;
  private final LetterDecisions decisions;
  private final Roles roles;

  public LetterEndpoints(Letters letters, LetterDecisions decisions, Roles roles) {
    this.letters = letters;
    this.decisions = decisions;
    this.roles = roles;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/dead-letters",
        routes.reads(HttpMethod.GET, this::list).taking(LetterQuery.PARAMETERS));
    routes.at(
        "/v1/dead-letters/groups",
        routes.reads(HttpMethod.GET, (request, _) -> groups(request)).taking(LetterQuery.FILTERS));
    routes.at("/v1/dead-letters/discard", routes.writes(HttpMethod.POST, this::discard));
    routes.at("/v1/dead-letters/restore", routes.writes(HttpMethod.POST, this::restore));
    routes.at(
        "/v1/dead-letters/{id}", routes.reads(HttpMethod.GET, (request, _) -> details(request)));
  }

  private Response list(ApiRequest request, String user) {
    roles.requireOperator(request);
    var query = LetterQuery.of(request, user);
    var page = letters.page(query.filter(), query.after(), query.limit() + 1);
    var hasMore = page.size() > query.limit();
    var shown = hasMore ? page.subList(0, query.limit()) : page;
    return Response.json(
        200,
        new Page<>(
            shown.stream().map(LetterView::of).toList(),
            hasMore ? query.after(shown.getLast()) : null));
  }

  private Response groups(ApiRequest request) {
    roles.requireOperator(request);
    return Response.json(200, Page.ofAll(letters.groups(LetterQuery.filter(request), MAX_GROUPS)));
  }

  private Response details(ApiRequest request) {
    roles.requireOperator(request);
    var letter =
        Ids.parse(request.pathVariable("id"))
            .flatMap(letters::find)
            .orElseThrow(() -> ProblemException.notFound("there is no such dead letter"));
    return Response.json(
        200, LetterDetails.of(letter, letters.failures(letter.id()), letters.ledgers(letter)));
  }

  private Response.Whole discard(ApiRequest request, String user) {
    roles.requireAdmin(request);
    var fields = fields(request);
    var filter = LetterSelection.read(fields);
    var reason = reason(fields);
    return counted("discarded", decisions.discard(filter, user, reason));
  }

  private Response.Whole restore(ApiRequest request, String user) {
    roles.requireAdmin(request);
    var fields = fields(request);
    var filter = LetterSelection.read(fields);
    var reason = reason(fields);
    return counted("restored", decisions.restore(filter, user, reason));
  }

  private static JsonFields fields(ApiRequest request) {
    return JsonFields.of(
        JsonBody.read(request, MediaType.APPLICATION_JSON), new FieldErrors(), FIELDS);
  }

  private static String reason(JsonFields fields) {
    fields.require(REASON);
    var reason = fields.visibleText(REASON, MAX_REASON);
    fields.errors().throwIfAny();
    return String.valueOf(reason);
  }

  private static Response.Whole counted(String name, int letters) {
    return Response.json(200, Map.of(name, letters));
  }
}
