package dev.perennial.taskinsights.page;

import dev.perennial.api.page.PageLimit;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.QueryText;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.taskinsights.store.InsightStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * {@code POST /v1/insights/rebuild}: makes the figures of people anew from the facts, each person
 * in a transaction of their own, while events continue. Readers see the figures from before until
 * then.
 */
public final class RebuildEndpoint implements Endpoints {

  private static final PageLimit LIMIT = new PageLimit(100, 500);

  private final InsightStore store;
  private final AdminCheck admins;

  public RebuildEndpoint(InsightStore store, AdminCheck admins) {
    this.store = store;
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
    if (owner.isPresent()) {
      return Response.json(200, rebuild(List.of(owner.get()), null));
    }
    if (after.isEmpty()) {
      store.fill();
    }
    List<String> people = store.people(after.orElse(""), limit);
    return Response.json(200, rebuild(people, people.size() < limit ? null : people.getLast()));
  }

  private Rebuilt rebuild(List<String> people, @Nullable String next) {
    long changed = people.stream().filter(store::rebuild).count();
    return new Rebuilt(people.size(), changed, next);
  }
}
