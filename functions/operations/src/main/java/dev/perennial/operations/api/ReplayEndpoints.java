package dev.perennial.operations.api;

import dev.perennial.api.identity.Roles;
import dev.perennial.api.page.Page;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.events.UuidV7;
import dev.perennial.operations.replay.ReplayRunner;
import dev.perennial.operations.store.ReplayRow;
import dev.perennial.operations.store.Replays;
import dev.perennial.operations.store.RunState;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpMethod;

/** The endpoints that send the events of a period again, and that show and control how it goes. */
public final class ReplayEndpoints implements Endpoints {

  private static final int SHOWN = 50;

  private final Replays replays;
  private final ReplayRunner runner;
  private final Roles roles;
  private final InstantSource clock;

  public ReplayEndpoints(Replays replays, ReplayRunner runner, Roles roles, InstantSource clock) {
    this.replays = replays;
    this.runner = runner;
    this.roles = roles;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/replays",
        routes.reads(HttpMethod.GET, (request, _) -> list(request)),
        routes.writes(HttpMethod.POST, this::replay));
    routes.at("/v1/replays/{id}", routes.reads(HttpMethod.GET, (request, _) -> show(request)));
    change(routes, "pause", RunState.PAUSED);
    change(routes, "resume", RunState.RUNNING);
    change(routes, "cancel", RunState.CANCELLED);
  }

  private void change(Routes routes, String name, RunState state) {
    routes.at(
        "/v1/replays/{id}/" + name,
        routes.writes(HttpMethod.POST, (request, user) -> change(request, user, state)));
  }

  private Response.Whole replay(ApiRequest request, String user) {
    roles.requireAdmin(request);
    var now = clock.instant();
    var replay = ReplayRequest.read(request, UuidV7.at(now), user, now);
    return Response.json(201, view(runner.start(replay)));
  }

  private Response list(ApiRequest request) {
    roles.requireOperator(request);
    return Response.json(200, Page.ofAll(replays.newest(SHOWN).stream().map(this::view).toList()));
  }

  private Response show(ApiRequest request) {
    roles.requireOperator(request);
    return Response.json(
        200, view(id(request).flatMap(replays::find).orElseThrow(ReplayEndpoints::unknown)));
  }

  private Response.Whole change(ApiRequest request, String user, RunState state) {
    roles.requireAdmin(request);
    return Response.json(
        200,
        view(
            id(request)
                .flatMap(id -> runner.change(id, state, user))
                .orElseThrow(ReplayEndpoints::unknown)));
  }

  private ReplayView view(ReplayRow replay) {
    return ReplayView.of(replay, replays.counts(replay.id()));
  }

  private static Optional<UUID> id(ApiRequest request) {
    return Ids.parse(request.pathVariable("id"));
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("there is no such replay");
  }
}
