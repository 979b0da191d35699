package dev.perennial.reminderscheduler;

import dev.perennial.api.page.Page;
import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.response.Response;
import dev.perennial.api.route.Endpoints;
import dev.perennial.api.route.Routes;
import dev.perennial.reminders.Snooze;
import dev.perennial.reminderscheduler.people.UserReminders;
import dev.perennial.runtime.TimeTexts;
import dev.perennial.runtime.ledger.TryLater;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** The API for the user's reminders: list and snooze. */
final class ReminderEndpoints implements Endpoints {

  private static final Set<String> SNOOZE = Set.of("for", "until");

  private final UserReminders reminders;

  ReminderEndpoints(UserReminders reminders) {
    this.reminders = reminders;
  }

  @Override
  public void addTo(Routes routes) {
    routes.at("/v1/tasks/{id}/reminders", routes.reads(HttpMethod.GET, this::ofTask));
    routes.at("/v1/reminders/{id}/snooze", routes.writes(HttpMethod.POST, this::snooze));
  }

  private Response ofTask(ApiRequest request, String user) {
    return id(request)
        .flatMap(id -> reminders.ofTask(user, id))
        .map(items -> Response.json(200, Page.ofAll(items)))
        .orElseThrow(() -> ProblemException.notFound("you have no such task"));
  }

  private Response.Whole snooze(ApiRequest request, String user) {
    Snooze snooze = snooze(request);
    return id(request)
        .flatMap(id -> reminders.snooze(user, id, snooze))
        .map(reminder -> Response.json(200, reminder))
        .orElseThrow(() -> ProblemException.notFound("you have no such reminder"));
  }

  private static Optional<UUID> id(ApiRequest request) {
    return Ids.parse(request.pathVariable("id"));
  }

  private static Snooze snooze(ApiRequest request) {
    var errors = new FieldErrors();
    JsonNode body = JsonBody.read(request, MediaType.APPLICATION_JSON);
    var fields = JsonFields.of(body, errors, SNOOZE);
    Snooze duration =
        fields.parsed(
            "for",
            text -> new Snooze.For(TimeTexts.duration(text)),
            "must be an ISO 8601 duration, such as PT10M");
    Snooze until =
        fields.parsed(
            "until",
            ReminderEndpoints::until,
            "must be a local time or an instant, such as 2026-03-01T09:00, 2026-03-01T08:00:00Z or"
                + " 2026-03-01T09:00:00+01:00");
    if (fields.has("for") == fields.has("until")) {
      fields.wrong("must have exactly one of for and until");
    }
    errors.throwIfAny();
    return Objects.requireNonNull(duration == null ? until : duration);
  }

  private static Snooze until(String text) {
    try {
      return new Snooze.UntilLocal(LocalDateTime.parse(text));
    } catch (DateTimeParseException withOffset) {
      return new Snooze.Until(TimeTexts.instant(text));
    }
  }

  /** Maps an exception of {@link UserReminders} to a problem; empty for any other fault. */
  static Optional<ProblemException> refusal(RuntimeException fault) {
    return switch (fault) {
      case Snooze.SnoozeOutOfBounds refused ->
          Optional.of(ProblemException.invalid(refused.field(), refused.getMessage()));
      case UserReminders.CannotSnooze refused ->
          Optional.of(ProblemException.conflict("cannot-snooze", refused.getMessage()));
      case TryLater _ ->
          Optional.of(
              ProblemException.unavailable("the alarm cannot be set now; try again in a moment"));
      default -> Optional.empty();
    };
  }
}
