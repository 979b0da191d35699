package dev.perennial.usage.query;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.runtime.TimeTexts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The parameters {@code from} and {@code to}. */
record Period(Instant from, Instant to) {

  private static final Duration DEFAULT = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

  /** Reads the period, by default the 30 days until now; errors are added. */
  static Period read(ApiRequest request, Instant now, FieldErrors errors) {
    Instant to = moment(request, "to", errors).orElse(now);
    Instant from = moment(request, "from", errors).orElse(to.minus(DEFAULT));
    if (!from.isBefore(to)) {
      errors.add("/from", "must be before to");
    } else if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      errors.add("/from", "must be at most 400 days before to");
    }
    return new Period(from, to);
  }

  private static Optional<Instant> moment(ApiRequest request, String name, FieldErrors errors) {
    Optional<String> text = request.param(name);
    Optional<Instant> moment = text.flatMap(Period::parse);
    if (text.isPresent() && moment.isEmpty()) {
      errors.add("/" + name, "must be an instant, such as 2026-03-01T08:00:00Z");
    }
    return moment;
  }

  private static Optional<Instant> parse(String text) {
    try {
      // An unescaped plus sign of a query is decoded as a space.
      return Optional.of(TimeTexts.instant(text.replace(' ', '+')))
          .filter(moment -> !moment.isBefore(EARLIEST) && !moment.isAfter(LATEST));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
