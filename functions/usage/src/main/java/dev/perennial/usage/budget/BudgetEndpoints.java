package dev.perennial.usage.budget;

import dev.perennial.api.identity.Reader;
import dev.perennial.api.identity.ReaderResolver;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.QueryText;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.usage.price.Amount;
import dev.perennial.usage.rating.Rating;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** A person's budget: one's own, and with the role admin that of any person. */
public final class BudgetEndpoints implements Endpoints {

  private final Budgets budgets;
  private final Rating rating;
  private final ReaderResolver readers;

  public BudgetEndpoints(Budgets budgets, Rating rating, ReaderResolver readers) {
    this.budgets = budgets;
    this.rating = rating;
    this.readers = readers;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/me/budget",
        routes.reads(HttpMethod.GET, this::read).taking("owner"),
        // The same budget may be stored again.
        routes.writesMany(HttpMethod.PUT, this::set).taking("owner"));
  }

  private Response read(ApiRequest request, String user) {
    String owner = owner(request, user);
    Budget budget =
        budgets.of(owner).orElseThrow(() -> ProblemException.notFound("There is no budget."));
    rating.run();
    return Response.json(200, json(owner, budget));
  }

  private Response set(ApiRequest request, String user) {
    String owner = owner(request, user);
    Budget budget =
        BudgetFields.read(JsonBody.read(request, MediaType.APPLICATION_JSON), budgets.currency());
    budgets.set(owner, budget);
    Map<String, BigDecimal> accrued = budgets.accrued(owner);
    rating.run();
    budgets.check(accrued);
    return Response.json(200, json(owner, budget));
  }

  private String owner(ApiRequest request, String user) {
    Reader reader = readers.of(request, user);
    var errors = new FieldErrors();
    Optional<String> owner = QueryText.read(request, "owner", errors);
    if (owner.isPresent() && !owner.get().equals(user) && !reader.seesAll()) {
      errors.add("/owner", "must be your own user id, unless you have the role admin");
    }
    errors.throwIfAny();
    return owner.orElse(user);
  }

  private Map<String, Object> json(String owner, Budget budget) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("owner", owner);
    json.put("monthly", Amount.text(budget.monthly()));
    json.put("currency", budget.currency());
    json.put("alertAt", budget.alertAt());
    json.put("hardLimit", budget.hardLimit());
    json.put("book", budgets.book());
    json.put("spent", budgets.spent(owner).text());
    return json;
  }
}
