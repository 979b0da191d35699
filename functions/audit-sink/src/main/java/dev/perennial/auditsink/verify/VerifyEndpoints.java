package dev.perennial.auditsink.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.identity.ReaderResolver;
import dev.perennial.api.page.Page;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.AcceptedType;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.QueryText;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.auditsink.access.ReadAdmission;
import dev.perennial.auditsink.access.ReadAdmission.Part;
import dev.perennial.auditsink.chain.VerificationKeys;
import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.SignedPage;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.auditsink.trail.TrailRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * The endpoints that verify a chain, and that publish what is needed to verify chains elsewhere.
 */
public final class VerifyEndpoints implements Endpoints {

  /** JSON lines have two names. */
  private static final List<MediaType> JSON_LINES =
      List.of(new MediaType("application", "jsonl"), new MediaType("application", "x-ndjson"));

  private final Trail trail;
  private final Checkpoints checkpoints;
  private final VerificationKeys keys;
  private final Verifier verifier;
  private final ReaderResolver readers;
  private final ReadAdmission admission;

  public VerifyEndpoints(
      Trail trail,
      Checkpoints checkpoints,
      VerificationKeys keys,
      ReaderResolver readers,
      ReadAdmission admission) {
    this.trail = trail;
    this.checkpoints = checkpoints;
    this.keys = keys;
    this.verifier = new Verifier(trail, checkpoints, keys, admission);
    this.readers = readers;
    this.admission = admission;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/audit/verify",
        routes.reads(HttpMethod.GET, this::verify).taking("owner", "from", "to"));
    routes.at("/v1/audit/keys", routes.reads(HttpMethod.GET, (_, _) -> keys()));
    routes.at("/v1/audit/checkpoints", routes.reads(HttpMethod.GET, this::checkpoints));
  }

  private Response verify(ApiRequest request, String user) {
    boolean isAdmin = isAdmin(request, user);
    var errors = new FieldErrors();
    String owner = QueryText.read(request, "owner", errors).orElse(user);
    errors.throwIfAny();
    requireAllowed(isAdmin || owner.equals(user));
    try (var _ = admission.request(user)) {
      OptionalLong from = number(request, "from", owner, errors);
      OptionalLong to = number(request, "to", owner, errors);
      errors.throwIfAny();
      Verification found = verifier.verify(owner, from.orElse(1), to.orElse(Long.MAX_VALUE));
      return Response.json(200, isAdmin ? found : found.ofOwnChain());
    }
  }

  private Response keys() {
    return Response.json(200, Page.ofAll(List.copyOf(keys.all())));
  }

  private Response checkpoints(ApiRequest request, String user) {
    requireAllowed(isAdmin(request, user));
    MediaType type = AcceptedType.of(request, JSON_LINES);
    return admission.respond(user, type.toString(), out -> checkpoints(null, out));
  }

  private @Nullable Part checkpoints(@Nullable SignedPage last, OutputStream out)
      throws IOException {
    List<SignedPage> pages = checkpoints.after(last);
    for (SignedPage page : pages) {
      out.write(page.signed().getBytes(UTF_8));
      out.write('\n');
    }
    return pages.isEmpty() ? null : next -> checkpoints(pages.getLast(), next);
  }

  private boolean isAdmin(ApiRequest request, String user) {
    return readers.of(request, user).seesAll();
  }

  private static void requireAllowed(boolean allowed) {
    if (!allowed) {
      throw ProblemException.forbidden("this requires the role admin");
    }
  }

  /**
   * The number that the parameter gives. An instant means the first entry that was received then or
   * later, and for {@code to} for the entry before that one.
   *
   * @return empty if the parameter is missing or invalid
   */
  private OptionalLong number(ApiRequest request, String name, String owner, FieldErrors errors) {
    Optional<String> text = request.param(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (text.get().matches("[1-9]\\d{0,17}")) {
      return OptionalLong.of(Long.parseLong(text.get()));
    }
    Optional<Instant> moment = TrailRequest.moment(request, name, errors);
    if (moment.isEmpty()) {
      return OptionalLong.empty();
    }
    long first = trail.firstSince(owner, moment.get()).orElse(Long.MAX_VALUE);
    return OptionalLong.of(name.equals("to") ? first - 1 : first);
  }
}
