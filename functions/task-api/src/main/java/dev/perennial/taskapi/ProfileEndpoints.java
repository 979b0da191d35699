package dev.perennial.taskapi;

import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.tasks.Profile;
import dev.perennial.tasks.store.Erasure;
import dev.perennial.tasks.store.ProfileStore;
import java.time.InstantSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/** What people tell of themselves. */
final class ProfileEndpoints implements Endpoints {

  private final ProfileStore store;
  private final Erasure erasure;
  private final InstantSource clock;

  ProfileEndpoints(ProfileStore store, Erasure erasure, InstantSource clock) {
    this.store = store;
    this.erasure = erasure;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/me",
        routes.reads(HttpMethod.GET, this::get),
        routes.writes(HttpMethod.PUT, this::tell),
        routes.writes(HttpMethod.DELETE, this::erase));
  }

  private Response.Whole get(ServerRequest request, String user) {
    return answer(store.get(user, clock.instant()));
  }

  private Response.Whole tell(ServerRequest request, String user) {
    var act = ClientHeaders.act(request, user, clock.instant());
    var patch =
        JsonFields.requireObject(
            JsonBody.read(request, MediaType.APPLICATION_JSON, JsonBody.MERGE_PATCH));
    return answer(
        store.change(
            act,
            profile -> {
              Versions.requireMatch(request, profile.version());
              return profile.tell(ProfileFields.merged(profile, patch), act);
            }));
  }

  private Response.Whole erase(ServerRequest request, String user) {
    erasure.erase(ClientHeaders.act(request, user, clock.instant()));
    return Response.empty(204);
  }

  private static Response.Whole answer(Profile profile) {
    return Response.json(200, profile.snapshot())
        .with(HttpHeaders.ETAG, Versions.etag(profile.version()));
  }
}
