package dev.perennial.taskapi.list;

import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.events.InvitationSnapshot;
import dev.perennial.taskapi.request.ClientHeaders;
import dev.perennial.taskapi.request.Versions;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.list.Invitation;
import dev.perennial.tasks.list.TaskList;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.invitation.Invitations;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/** The endpoints of invitations: what the invited user and what the owners of a list may do. */
public final class InvitationEndpoints implements Endpoints {

  /** Invitations that are not answered. */
  record Items(List<InvitationSnapshot> items) {}

  private final ListStore store;
  private final InstantSource clock;

  public InvitationEndpoints(ListStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/invitations", routes.reads(HttpMethod.GET, this::toMe));
    routes.at("/v1/invitations/{listId}/accept", routes.writes(HttpMethod.POST, this::accept));
    routes.at("/v1/invitations/{listId}/decline", routes.writes(HttpMethod.POST, this::decline));
    routes.at("/v1/lists/{listId}/invitations", routes.reads(HttpMethod.GET, this::ofList));
  }

  private Response.Whole toMe(ApiRequest request, String user) {
    return items(store.invitationsTo(user));
  }

  private Response.Whole ofList(ApiRequest request, String user) {
    return items(
        store
            .invitationsOf(ListEndpoints.id(request), command(request, user))
            .orElseThrow(ListEndpoints::noSuchList));
  }

  private Response.Whole accept(ApiRequest request, String user) {
    TaskList list = store.accept(id(request), command(request, user));
    return Response.json(200, list.snapshot())
        .with(HttpHeaders.ETAG, Versions.etag(list.version()));
  }

  private Response.Whole decline(ApiRequest request, String user) {
    store.decline(id(request), command(request, user));
    return Response.empty(204);
  }

  private Command command(ApiRequest request, String user) {
    return ClientHeaders.command(request, user, clock.instant());
  }

  private static UUID id(ApiRequest request) {
    return Ids.parse(request.pathVariable("listId")).orElseThrow(Invitations::notInvited);
  }

  private static Response.Whole items(List<Invitation> invitations) {
    return Response.json(200, new Items(invitations.stream().map(Invitation::snapshot).toList()));
  }
}
