package dev.perennial.taskinsights.page;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.QueryChoice;
import dev.perennial.api.request.QueryText;
import dev.perennial.runtime.TimeTexts;
import dev.perennial.taskinsights.history.PersonDays;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request for figures.
 *
 * @param owner whose figures; empty for those of the user
 * @param from null for the default
 * @param to null for today
 * @param zone that decides which day is today; null for that of the profile
 */
record InsightsRequest(
    Optional<String> owner,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    Grouping group,
    @Nullable ZoneId zone) {

  static final List<String> PARAMETERS = List.of("from", "to", "group", "zone", "owner");

  private static final int DEFAULT_DAYS = 30;
  private static final int MAX_DAYS = 3660;
  private static final int MIN_YEAR = 1900;
  private static final int MAX_YEAR = 9999;

  static InsightsRequest of(ApiRequest request) {
    var errors = new FieldErrors();
    var parsed =
        new InsightsRequest(
            QueryText.read(request, "owner", errors),
            read(
                request,
                "from",
                InsightsRequest::date,
                "a date from 1900 on, such as 2026-12-01",
                errors),
            read(
                request,
                "to",
                InsightsRequest::date,
                "a date from 1900 on, such as 2026-12-31",
                errors),
            QueryChoice.read(request, "group", Grouping.class, errors).orElse(Grouping.DAY),
            read(request, "zone", TimeTexts::zone, "an IANA zone such as Europe/Berlin", errors));
    errors.throwIfAny();
    return parsed;
  }

  /** The period, both days included. */
  Period period(PersonDays days, Instant now) {
    LocalDate today = zone == null ? days.dayOf(now) : days.of(now, zone).day();
    LocalDate last = to == null ? today : to;
    LocalDate first = from == null ? last.minusDays(DEFAULT_DAYS - 1L) : from;
    long length = ChronoUnit.DAYS.between(first, last) + 1;
    if (length < 1) {
      throw ProblemException.invalid(
          "/from", "must not be after to, which is " + last + "; both days are included");
    }
    if (length > MAX_DAYS) {
      throw ProblemException.invalid(
          "/from", "must be at most " + MAX_DAYS + " days before to, which is " + last);
    }
    return new Period(first, last, today, zone == null ? days.at(now).zone() : zone);
  }

  /** A period with all defaults applied. */
  record Period(LocalDate first, LocalDate last, LocalDate today, ZoneId zone) {}

  private static LocalDate date(String text) {
    var date = LocalDate.parse(text);
    if (date.getYear() < MIN_YEAR || date.getYear() > MAX_YEAR) {
      throw new DateTimeException("not from the years 1900 to 9999");
    }
    return date;
  }

  private static <T> @Nullable T read(
      ApiRequest request, String name, Function<String, T> parse, String form, FieldErrors errors) {
    var text = request.param(name);
    try {
      return text.map(parse).orElse(null);
    } catch (DateTimeException none) {
      errors.add("/" + name, "must be " + form);
      return null;
    }
  }
}
