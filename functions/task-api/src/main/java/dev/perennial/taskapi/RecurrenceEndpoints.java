package dev.perennial.taskapi;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.Preview;
import dev.perennial.tasks.Series;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/** What can be asked of a rule before there is a task. */
final class RecurrenceEndpoints implements Endpoints {

  private static final Set<String> PREVIEW = Set.of("recurrence", "due", "completedAt", "limit");
  private static final int MAX_LIMIT = 100;
  private static final int DEFAULT_LIMIT = 10;

  private record Found(List<Item> occurrences, List<String> explain) {}

  private record Item(String occurrence, Due due, Instant instant) {

    static Item of(Occurrence turn, ZoneId zone) {
      return new Item(
          String.valueOf(turn.key()),
          Objects.requireNonNull(turn.due()),
          turn.instant(zone).orElseThrow());
    }
  }

  private final Function<String, ZoneId> zones;

  /**
   * @param zones where a user is
   */
  RecurrenceEndpoints(Function<String, ZoneId> zones) {
    this.zones = zones;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/recurrence/preview", routes.reads(HttpMethod.POST, this::preview));
  }

  private Response preview(ServerRequest request, String user) {
    var errors = new FieldErrors();
    var fields = JsonFields.of(JsonBody.read(request, MediaType.APPLICATION_JSON), errors, PREVIEW);
    fields.require("recurrence");
    Due due = DueFields.read(fields, "due");
    Instant completedAt =
        fields.parsed(
            "completedAt",
            RecurrenceEndpoints::instant,
            "must be an instant such as 2026-03-01T09:00:00Z, not before 1900 nor after 9999");
    if (!fields.has("due") && !fields.has("completedAt")) {
      errors.add("/due", "is required, or else completedAt, from which it counts then");
    }
    Integer limit = fields.integer("limit", 1, MAX_LIMIT);
    Recurrence rule = RecurrenceFields.read(fields, "recurrence", due, errors);
    errors.throwIfAny();
    ZoneId zone = due == null || due.zone() == null ? zones.apply(user) : due.zone();
    return answer(
        Preview.of(
            Objects.requireNonNull(rule),
            due,
            completedAt,
            zone,
            Objects.requireNonNullElse(limit, DEFAULT_LIMIT)),
        zone);
  }

  private static Response answer(Preview preview, ZoneId zone) {
    var occurrences = preview.occurrences().stream().map(turn -> Item.of(turn, zone)).toList();
    return Response.json(200, new Found(occurrences, preview.explain()));
  }

  private static Instant instant(String text) {
    Instant instant = Instant.parse(text);
    LocalDate date = instant.atOffset(ZoneOffset.UTC).toLocalDate();
    if (date.isBefore(Series.FIRST_DATE) || date.isAfter(Series.LAST_DATE)) {
      throw new DateTimeException("out of range");
    }
    return instant;
  }
}
