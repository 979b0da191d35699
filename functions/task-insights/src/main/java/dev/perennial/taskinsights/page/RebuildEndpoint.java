package dev.perennial.taskinsights.page;

import dev.perennial.api.identity.Roles;
import dev.perennial.api.page.PageLimit;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.QueryText;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.taskinsights.store.InsightStore;
import dev.perennial.taskinsights.store.RebuildLease;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * {@code POST /v1/insights/rebuild}: makes the figures of people anew from the facts, each person
 * in a transaction of their own, while events continue. Readers see the figures from before until
 * then. One rebuild runs at a time.
 */
public final class RebuildEndpoint implements Endpoints {

  private static final PageLimit LIMIT = new PageLimit(100, 500);

  private final InsightStore store;
  private final Supplier<RebuildLease> leases;
  private final Roles admins;

  /**
   * @param leases makes a lease for each request
   */
  public RebuildEndpoint(InsightStore store, Supplier<RebuildLease> leases, Roles admins) {
    this.store = store;
    this.leases = leases;
    this.admins = admins;
  }

  /**
   * What was done.
   *
   * @param people whose figures were made anew
   * @param changed how many of them had other figures before
   * @param next the {@code after} of the next request; null if nobody is left
   */
  record Rebuilt(long people, long changed, @Nullable String next) {}

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/insights/rebuild",
        routes.writesMany(HttpMethod.POST, this::rebuild).taking("owner", "after", "limit"));
  }

  private Response rebuild(ApiRequest request, String user) {
    var errors = new FieldErrors();
    Optional<String> owner = QueryText.read(request, "owner", errors);
    Optional<String> after = QueryText.read(request, "after", errors);
    int limit = LIMIT.readIfGiven(request, errors).orElse(LIMIT.byDefault());
    errors.throwIfAny();
    if (!admins.isAdmin(request)) {
      throw ProblemException.forbidden("only a user with the role admin may rebuild figures");
    }
    try (var lease = leases.get()) {
      require(lease);
      if (owner.isPresent()) {
        return Response.json(200, rebuild(lease, List.of(owner.get()), null));
      }
      if (after.isEmpty()) {
        store.fill();
      }
      List<String> people = store.people(after.orElse(""), limit);
      return Response.json(
          200, rebuild(lease, people, people.size() < limit ? null : people.getLast()));
    }
  }

  private Rebuilt rebuild(RebuildLease lease, List<String> people, @Nullable String next) {
    long changed = 0;
    for (var person : people) {
      require(lease);
      changed += store.rebuild(person) ? 1 : 0;
    }
    return new Rebuilt(people.size(), changed, next);
  }

  private static void require(RebuildLease lease) {
    if (!lease.hold()) {
      throw ProblemException.conflict(
          "rebuild-running", "another rebuild is in progress; wait for its end");
    }
  }
}
