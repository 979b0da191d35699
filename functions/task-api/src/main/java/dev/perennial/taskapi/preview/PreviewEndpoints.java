package dev.perennial.taskapi.preview;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.api.store.SpendingLimit;
import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.taskapi.fields.DueFields;
import dev.perennial.taskapi.fields.RecurrenceFields;
import dev.perennial.taskapi.fields.TimeFields;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.series.Preview;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** Previews the occurrences of a rule. */
public final class PreviewEndpoints implements Endpoints {

  private static final Set<String> PREVIEW = Set.of("recurrence", "due", "completedAt", "limit");
  private static final int MAX_LIMIT = 100;
  private static final int DEFAULT_LIMIT = 10;

  /** To search so many years takes about as long as an ordinary request. */
  private static final int YEARS_PER_TOKEN = 50;

  private record PreviewBody(List<Item> occurrences, List<String> explain) {}

  private record Item(String occurrence, Due due, Instant instant) {

    static Item of(Occurrence occurrence, ZoneId zone) {
      return new Item(
          String.valueOf(occurrence.key()),
          Objects.requireNonNull(occurrence.due()),
          occurrence.instant(zone).orElseThrow());
    }
  }

  private final Function<String, ZoneId> zones;
  private final RateLimit limit;
  private final SpendingLimit spending;

  /**
   * @param zones the time zone of a user
   * @param limit is charged for rules that are searched for long
   * @param spending refuses previews while the budget of the user is spent
   */
  public PreviewEndpoints(Function<String, ZoneId> zones, RateLimit limit, SpendingLimit spending) {
    this.zones = zones;
    this.limit = limit;
    this.spending = spending;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at(
        "/v1/recurrence/preview", routes.reads(HttpMethod.POST, spending.within(this::preview)));
  }

  private Response preview(ApiRequest request, String user) {
    var errors = new FieldErrors();
    var fields = JsonFields.of(JsonBody.read(request, MediaType.APPLICATION_JSON), errors, PREVIEW);
    fields.require("recurrence");
    Due due = DueFields.read(fields, "due");
    Instant completedAt = TimeFields.instant(fields, "completedAt");
    if (!fields.has("due") && !fields.has("completedAt")) {
      errors.add("/due", "is required unless completedAt is given");
    }
    Integer most = fields.integer("limit", 1, MAX_LIMIT);
    Recurrence rule =
        RecurrenceFields.read(fields, "recurrence", due, () -> zones.apply(user), errors);
    errors.throwIfAny();
    ZoneId zone = due == null || due.zone() == null ? zones.apply(user) : due.zone();
    Preview preview =
        Preview.of(
            Objects.requireNonNull(rule),
            due,
            completedAt,
            zone,
            Objects.requireNonNullElse(most, DEFAULT_LIMIT));
    limit.charge(user, (int) (preview.years() / YEARS_PER_TOKEN));
    return response(preview, zone);
  }

  private static Response response(Preview preview, ZoneId zone) {
    var occurrences =
        preview.occurrences().stream().map(occurrence -> Item.of(occurrence, zone)).toList();
    return Response.json(200, new PreviewBody(occurrences, preview.explain()));
  }
}
