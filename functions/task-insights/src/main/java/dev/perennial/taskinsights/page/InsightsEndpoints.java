package dev.perennial.taskinsights.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.identity.Roles;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.AcceptedType;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.taskinsights.history.PersonDays;
import dev.perennial.taskinsights.history.Streaks;
import dev.perennial.taskinsights.page.InsightsPage.Goals;
import dev.perennial.taskinsights.page.InsightsPage.Item;
import dev.perennial.taskinsights.page.InsightsPage.Overdue;
import dev.perennial.taskinsights.page.InsightsPage.Series;
import dev.perennial.taskinsights.store.Figures;
import dev.perennial.taskinsights.store.InsightStore;
import dev.perennial.taskinsights.store.SeriesRow;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** {@code GET /v1/insights}: the figures of a person, as JSON or CSV. */
public final class InsightsEndpoints implements Endpoints {

  private static final MediaType CSV = new MediaType("text", "csv", UTF_8);
  private static final List<MediaType> OFFERED = List.of(MediaType.APPLICATION_JSON, CSV);
  private static final int MAX_SERIES = 100;
  private static final int STREAK_YEARS = 10;

  private final InsightStore store;
  private final Figures figures;
  private final Roles admins;
  private final InstantSource clock;

  public InsightsEndpoints(InsightStore store, Figures figures, Roles admins, InstantSource clock) {
    this.store = store;
    this.figures = figures;
    this.admins = admins;
    this.clock = clock;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/insights",
        routes.reads(HttpMethod.GET, this::insights).taking(InsightsRequest.PARAMETERS));
  }

  private Response insights(ApiRequest http, String user) {
    var type = AcceptedType.of(http, OFFERED);
    var request = InsightsRequest.of(http);
    var owner = request.owner().orElse(user);
    if (!owner.equals(user) && !admins.isAdmin(http)) {
      throw ProblemException.forbidden(
          "only a user with the role admin may read the figures of others");
    }
    store.ensureBuilt(owner);
    var page = figures.together(() -> page(request, owner, store.days(owner)));
    return type.equals(CSV) ? Response.text(200, CSV, CsvTable.of(page)) : Response.json(200, page);
  }

  private InsightsPage page(InsightsRequest request, String owner, PersonDays days) {
    var now = clock.instant();
    var asked = request.period(days, now);
    var period = new Figures.Period(owner, asked.first(), asked.last(), asked.today());
    var group = request.group();
    var series = figures.series(period, MAX_SERIES);
    return new InsightsPage(
        owner,
        asked.first(),
        asked.last(),
        asked.today(),
        asked.zone(),
        InsightsPage.name(group),
        total(period),
        items(period, group),
        Overdue.of(figures.overdue(owner, now), now),
        goals(owner, days, asked.today()),
        series.stream().map(Series::of).toList(),
        Optional.of(series)
            .filter(some -> !some.isEmpty())
            .map(List::getFirst)
            .map(SeriesRow::total)
            .map(total -> total - series.size())
            .orElse(0L));
  }

  private InsightsPage.Figures total(Figures.Period period) {
    return figures.of(period, Grouping.ALL, "").stream()
        .map(InsightsPage.Figures::of)
        .findFirst()
        .orElse(InsightsPage.Figures.NONE);
  }

  private List<Item> items(Figures.Period period, Grouping group) {
    return figures.of(period, group.dimension(), group.format()).stream()
        .map(row -> new Item(group.key(row.key()), InsightsPage.Figures.of(row)))
        .toList();
  }

  private Goals goals(String owner, PersonDays days, LocalDate today) {
    var completed = figures.completed(owner, today.minusYears(STREAK_YEARS), today);
    var streaks = new Streaks(days, today, completed);
    return new Goals(streaks.daily(), streaks.weekly());
  }
}
