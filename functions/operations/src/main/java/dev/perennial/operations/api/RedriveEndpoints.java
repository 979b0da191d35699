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
import dev.perennial.events.UuidV7;
import dev.perennial.operations.redrive.RedriveRunner;
import dev.perennial.operations.store.PlanRow;
import dev.perennial.operations.store.Redrives;
import dev.perennial.operations.store.RunState;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** The endpoints that send dead letters again, and that show and control how it goes. */
public final class RedriveEndpoints implements Endpoints {

  private static final String DRY_RUN = "dryRun";
  private static final String PER_SECOND = "perSecond";
  private static final String STOP_AT = "stopAtFailureRate";
  private static final Set<String> FIELDS =
      Set.of(LetterSelection.IDS, LetterSelection.FILTER, DRY_RUN, PER_SECOND, STOP_AT);
  private static final int DEFAULT_PER_SECOND = 20;
  private static final int MAX_PER_SECOND = 500;
  private static final int SHOWN = 50;

  private final Redrives redrives;
  private final RedriveRunner runner;
  private final Roles roles;
  private final InstantSource clock;

  public RedriveEndpoints(
      Redrives redrives, RedriveRunner runner, Roles roles, InstantSource clock) {
    this.redrives = redrives;
    this.runner = runner;
    this.roles = roles;
    this.clock = clock;
  }

  /**
   * The response to a redrive.
   *
   * @param redrive null for a dry run, and if no letter can be sent
   * @param plan what happens to the letters
   */
  private record Started(@Nullable RedriveView redrive, List<PlanRow> plan) {}

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/dead-letters/redrive", routes.writes(HttpMethod.POST, this::redrive));
    routes.at("/v1/redrives", routes.reads(HttpMethod.GET, (request, _) -> list(request)));
    routes.at("/v1/redrives/{id}", routes.reads(HttpMethod.GET, (request, _) -> show(request)));
    change(routes, "pause", RunState.PAUSED);
    change(routes, "resume", RunState.RUNNING);
    change(routes, "cancel", RunState.CANCELLED);
  }

  private void change(Routes routes, String name, RunState state) {
    routes.at(
        "/v1/redrives/{id}/" + name,
        routes.writes(HttpMethod.POST, (request, user) -> change(request, user, state)));
  }

  private Response.Whole redrive(ApiRequest request, String user) {
    roles.requireAdmin(request);
    var fields =
        JsonFields.of(
            JsonBody.read(request, MediaType.APPLICATION_JSON), new FieldErrors(), FIELDS);
    var filter = LetterSelection.read(fields);
    var isDryRun = fields.flag(DRY_RUN);
    var perSecond = fields.integer(PER_SECOND, 1, MAX_PER_SECOND);
    var stopAt = fields.integer(STOP_AT, 1, 100);
    fields.errors().throwIfAny();
    var plan = redrives.plan(filter);
    if (isDryRun) {
      return Response.json(200, new Started(null, plan));
    }
    var started =
        runner.start(
            UuidV7.at(clock.instant()),
            user,
            filter,
            Objects.requireNonNullElse(perSecond, DEFAULT_PER_SECOND),
            stopAt);
    return started
        .map(redrive -> Response.json(201, new Started(RedriveView.of(redrive), plan)))
        .orElseGet(() -> Response.json(200, new Started(null, plan)));
  }

  private Response list(ApiRequest request) {
    roles.requireOperator(request);
    return Response.json(
        200, Page.ofAll(redrives.newest(SHOWN).stream().map(RedriveView::of).toList()));
  }

  private Response show(ApiRequest request) {
    roles.requireOperator(request);
    return Response.json(
        200, RedriveView.of(id(request).flatMap(runner::settled).orElseThrow(this::unknown)));
  }

  private Response.Whole change(ApiRequest request, String user, RunState state) {
    roles.requireAdmin(request);
    return Response.json(
        200,
        RedriveView.of(
            id(request).flatMap(id -> runner.change(id, state, user)).orElseThrow(this::unknown)));
  }

  private static Optional<UUID> id(ApiRequest request) {
    return Ids.parse(request.pathVariable("id"));
  }

  private ProblemException unknown() {
    return ProblemException.notFound("there is no such redrive");
  }
}
