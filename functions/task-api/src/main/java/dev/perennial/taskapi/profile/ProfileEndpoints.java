package dev.perennial.taskapi.profile;

import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.taskapi.request.ClientHeaders;
import dev.perennial.taskapi.request.Versions;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.profile.Profile;
import dev.perennial.tasks.store.profile.Erasure;
import dev.perennial.tasks.store.profile.ProfileStore;
import java.time.InstantSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.node.ObjectNode;

/** The endpoints of the user's profile. */
public final class ProfileEndpoints implements Endpoints {

  private final ProfileStore store;
  private final Erasure erasure;
  private final InstantSource clock;

  public ProfileEndpoints(ProfileStore store, Erasure erasure, InstantSource clock) {
    this.store = store;
    this.erasure = erasure;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/me",
        routes.reads(HttpMethod.GET, this::get),
        routes.writes(HttpMethod.PUT, this::edit),
        routes.writes(HttpMethod.DELETE, this::erase));
    routes.at(
        "/v1/me/email-confirmation", routes.writes(HttpMethod.POST, this::requestConfirmation));
  }

  private Response.Whole get(ApiRequest request, String user) {
    return response(store.get(user, clock.instant()));
  }

  private Response.Whole edit(ApiRequest request, String user) {
    Command command = ClientHeaders.command(request, user, clock.instant());
    ObjectNode patch =
        JsonFields.requireObject(
            JsonBody.read(request, MediaType.APPLICATION_JSON, JsonBody.MERGE_PATCH));
    return response(
        store.change(
            command,
            profile -> {
              Versions.requireMatch(request, profile.version());
              return profile.with(ProfileFields.merged(profile, patch), command);
            }));
  }

  private Response.Whole requestConfirmation(ApiRequest request, String user) {
    Command command = ClientHeaders.command(request, user, clock.instant());
    return response(
        store.change(
            command,
            profile -> {
              Versions.requireMatch(request, profile.version());
              return profile.withConfirmationRequested(command);
            }));
  }

  private Response.Whole erase(ApiRequest request, String user) {
    erasure.erase(ClientHeaders.command(request, user, clock.instant()));
    return Response.empty(204);
  }

  private static Response.Whole response(Profile profile) {
    return Response.json(200, profile.snapshot())
        .with(HttpHeaders.ETAG, Versions.etag(profile.version()));
  }
}
