package dev.perennial.syncpush;

import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Caller;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.SingleHeader;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.syncpush.store.ticket.Tickets;
import dev.perennial.syncpush.stream.OpenStreams;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/** Streams of a user's feed, and the tickets that open them. */
final class StreamEndpoints implements Endpoints {

  private static final String TICKET = "ticket";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type",
          "text/event-stream",
          // A buffering proxy would delay events.
          "X-Accel-Buffering",
          "no");

  private final BearerTokens tokens;
  private final Tickets tickets;
  private final OpenStreams streams;

  StreamEndpoints(BearerTokens tokens, Tickets tickets, OpenStreams streams) {
    this.tokens = tokens;
    this.tickets = tickets;
    this.streams = streams;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/sync/stream",
        routes
            .endsWithCredential(HttpMethod.GET, this::tokenOrTicket, this::stream)
            .taking("since", TICKET));
    routes.at("/v1/sync/ticket", routes.endsWithCredential(HttpMethod.POST, this::ticket));
  }

  private Caller tokenOrTicket(ApiRequest request) {
    var authorization = SingleHeader.read(request, HttpHeaders.AUTHORIZATION);
    var ticket = request.param(TICKET);
    if (authorization != null || ticket.isEmpty()) {
      return tokens.caller(authorization);
    }
    return tickets
        .redeem(ticket.get())
        .orElseThrow(
            () ->
                ProblemException.unauthorized(
                    "Bearer realm=\"perennial\"",
                    "the ticket does not exist, was used before, or has expired; create another"));
  }

  private Response stream(ApiRequest request, Caller caller) {
    var since = CursorRequest.streamSince(request);
    return new Response.Streamed(200, HEADERS, streams.open(caller, since));
  }

  private Response ticket(ApiRequest request, Caller caller) {
    return Response.json(201, tickets.issue(caller));
  }
}
