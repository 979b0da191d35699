package dev.perennial.operations.api;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.JsonBody;
import dev.perennial.api.request.JsonFields;
import dev.perennial.events.EventType;
import dev.perennial.operations.replay.Subscriptions;
import dev.perennial.operations.store.ReplayMode;
import dev.perennial.operations.store.ReplayRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** Reads the body of a request for a replay. */
public final class ReplayRequest {

  /** How long the topics keep events, as in {@code eventing/topics.yaml}. */
  public static final Duration KEPT = Duration.ofDays(7);

  private static final String FUNCTION = "function";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String TYPES = "types";
  private static final String OWNER = "owner";
  private static final String MODE = "mode";
  private static final String DRY_RUN = "dryRun";
  private static final String PER_SECOND = "perSecond";
  private static final String REASON = "reason";
  private static final String EFFECTS = "effects";
  private static final Set<String> FIELDS =
      Set.of(FUNCTION, FROM, TO, TYPES, OWNER, MODE, DRY_RUN, PER_SECOND, REASON, EFFECTS);

  private static final int DEFAULT_PER_SECOND = 20;
  private static final int MAX_PER_SECOND = 500;
  private static final int MAX_TEXT = 1_000;
  private static final int MAX_REASON = 500;

  /** Its effects leave the system. */
  private static final String SENDS_MESSAGES = "reminder-dispatch";

  private final JsonFields fields;
  private final Instant now;

  private ReplayRequest(JsonFields fields, Instant now) {
    this.fields = fields;
    this.now = now;
  }

  /** The replay that this body describes. */
  static ReplayRow read(ApiRequest request, UUID id, String user, Instant now) {
    var fields =
        JsonFields.of(
            JsonBody.read(request, MediaType.APPLICATION_JSON), new FieldErrors(), FIELDS);
    return new ReplayRequest(fields, now).replay(id, user);
  }

  private ReplayRow replay(UUID id, String user) {
    var function = function();
    var types = types(function);
    var from = from();
    var to = to(from);
    var mode =
        Objects.requireNonNullElse(fields.choice(MODE, ReplayMode.class), ReplayMode.MISSING);
    var owner = fields.text(OWNER, MAX_TEXT);
    var isDryRun = fields.flag(DRY_RUN);
    var perSecond = fields.integer(PER_SECOND, 1, MAX_PER_SECOND);
    var reason = reason(mode, function);
    fields.errors().throwIfAny();
    return ReplayRow.created(
        id,
        Objects.requireNonNull(function),
        mode,
        isDryRun,
        reason,
        Objects.requireNonNull(from),
        to,
        types,
        owner,
        user,
        Objects.requireNonNullElse(perSecond, DEFAULT_PER_SECOND),
        now);
  }

  private @Nullable String function() {
    fields.require(FUNCTION);
    var function = fields.text(FUNCTION, MAX_TEXT);
    if (function != null && Subscriptions.of(function).isEmpty()) {
      return fields.wrong(
          FUNCTION, "must be one of " + String.join(", ", Subscriptions.functions()));
    }
    return function;
  }

  /** All that the function subscribes to, or the given ones of them. */
  private Set<String> types(@Nullable String function) {
    var subscribed = function == null ? Set.<EventType>of() : Subscriptions.of(function);
    if (function == null || !fields.has(TYPES)) {
      return texts(subscribed, EventType::type);
    }
    var form =
        "must be one of those that %s subscribes to: %s"
            .formatted(function, String.join(", ", texts(subscribed, EventType::shortName)));
    List<EventType> given =
        fields.parsedItems(
            TYPES,
            subscribed.size(),
            text -> EventType.named(text).filter(subscribed::contains).orElseThrow(),
            form);
    if (given.isEmpty() && !fields.errors().has("/" + TYPES)) {
      fields.wrong(TYPES, "must not be empty; leave it out for all types");
    }
    return texts(given, EventType::type);
  }

  private static Set<String> texts(
      Collection<EventType> types, java.util.function.Function<EventType, String> text) {
    return types.stream().map(text).collect(Collectors.toCollection(TreeSet::new));
  }

  private @Nullable Instant from() {
    fields.require(FROM);
    var from = fields.parsed(FROM, LetterQuery::moment, LetterQuery.TIME_FORM);
    if (from != null && from.isBefore(now.minus(KEPT))) {
      return fields.wrong(
          FROM,
          "must be at most %d days ago, because the topics keep events that long: %s or later"
              .formatted(KEPT.toDays(), now.minus(KEPT)));
    }
    return from;
  }

  private Instant to(@Nullable Instant from) {
    var to = fields.parsed(TO, LetterQuery::moment, LetterQuery.TIME_FORM);
    if (to != null && to.isAfter(now)) {
      fields.wrong(TO, "must not be in the future; leave it out for now");
    }
    var end = to == null ? now : to;
    if (from != null && !from.isBefore(end)) {
      fields.wrong(FROM, "must be before " + end);
    }
    return end;
  }

  private @Nullable String reason(ReplayMode mode, @Nullable String function) {
    var reason = fields.visibleText(REASON, MAX_REASON);
    var repeats = fields.flag(EFFECTS);
    if (mode != ReplayMode.FORCE) {
      refuse(REASON);
      refuse(EFFECTS);
      return null;
    }
    fields.require(REASON);
    if (SENDS_MESSAGES.equals(function) && !repeats) {
      fields.wrong(
          EFFECTS, "must be true: force sends people messages again that they have got already");
    }
    return reason;
  }

  private void refuse(String field) {
    if (fields.has(field)) {
      fields.wrong(field, "is for the mode force only");
    }
  }
}
