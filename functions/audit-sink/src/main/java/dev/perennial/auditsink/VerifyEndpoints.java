package dev.perennial.auditsink;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.AcceptedType;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.auditsink.chain.PublishedKey;
import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/** Whether the trail is as it was entered, and what it takes to find that out elsewhere. */
final class VerifyEndpoints implements Endpoints {

  private static final MediaType JSON_LINES = new MediaType("application", "jsonl");

  /**
   * @param nextCursor always null: there are few
   */
  private record Keys(List<PublishedKey> items, @Nullable String nextCursor) {}

  private final Trail trail;
  private final Checkpoints checkpoints;
  private final PublishedKey key;
  private final Verifier verifier;
  private final Readers readers;

  VerifyEndpoints(Trail trail, Checkpoints checkpoints, PublishedKey key, Readers readers) {
    this.trail = trail;
    this.checkpoints = checkpoints;
    this.key = key;
    this.verifier = new Verifier(trail, checkpoints, key);
    this.readers = readers;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/audit/verify", routes.reads(HttpMethod.GET, this::verify));
    routes.at("/v1/audit/keys", routes.reads(HttpMethod.GET, (_, _) -> keys()));
    routes.at("/v1/audit/checkpoints", routes.reads(HttpMethod.GET, this::checkpoints));
  }

  private Response verify(ServerRequest request, String user) {
    var owner = request.param("owner").orElse(user);
    var isAdmin = isAdmin(request, user);
    require(isAdmin || owner.equals(user));
    var errors = new FieldErrors();
    var from = number(request, "from", owner, errors);
    var to = number(request, "to", owner, errors);
    errors.throwIfAny();
    var found = verifier.verify(owner, from.orElse(1), to.orElse(Long.MAX_VALUE));
    return Response.json(200, isAdmin ? found : found.ofOwnChain());
  }

  private Response keys() {
    return Response.json(200, new Keys(List.of(key), null));
  }

  private Response checkpoints(ServerRequest request, String user) {
    require(isAdmin(request, user));
    var type = AcceptedType.of(request, List.of(JSON_LINES));
    return new Response.Streamed(200, Map.of("Content-Type", type.toString()), this::writeAll);
  }

  private void writeAll(OutputStream out) {
    checkpoints.all(
        event -> {
          try {
            out.write(EventJson.write(event));
            out.write('\n');
          } catch (IOException gone) {
            throw new UncheckedIOException(gone);
          }
        });
  }

  private boolean isAdmin(ServerRequest request, String user) {
    return readers.of(request, user).seesAll();
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw ProblemException.forbidden("this takes the role admin");
    }
  }

  /**
   * Of an instant the first entry that was received then or later, which may be after the end; for
   * {@code to} the one before it. Empty for as far as the chain goes.
   */
  private OptionalLong number(
      ServerRequest request, String name, String owner, FieldErrors errors) {
    var text = request.param(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (text.get().matches("[1-9]\\d{0,17}")) {
      return OptionalLong.of(Long.parseLong(text.get()));
    }
    var moment = TrailRequest.moment(request, name, errors);
    if (moment.isEmpty()) {
      return OptionalLong.empty();
    }
    var first = trail.firstSince(owner, moment.get()).orElse(Long.MAX_VALUE);
    return OptionalLong.of(name.equals("to") ? first - 1 : first);
  }
}
