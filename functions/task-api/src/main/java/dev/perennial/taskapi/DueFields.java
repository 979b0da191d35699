package dev.perennial.taskapi;

import dev.perennial.api.request.JsonFields;
import dev.perennial.events.Due;
import dev.perennial.tasks.Series;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRulesProvider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Due dates, read from JSON. */
final class DueFields {

  static final String ZONE = "must be the name of an IANA time zone";
  private static final Set<String> DUE = Set.of("date", "time", "zone");

  private DueFields() {}

  /** Null if the field is absent. */
  static @Nullable Due read(JsonFields object, String name) {
    JsonFields fields = object.object(name, DUE);
    if (fields == null) {
      return null;
    }
    fields.require("date");
    LocalDate date = date(fields, "date");
    LocalTime time = fields.parsed("time", DueFields::time, "must be a time of day such as 09:00");
    ZoneId zone = fields.parsed("zone", DueFields::zone, ZONE);
    return date == null ? null : new Due(date, time, zone);
  }

  /** Null if the field is absent or wrong. */
  static @Nullable LocalDate date(JsonFields fields, String name) {
    return fields.parsed(
        name,
        DueFields::date,
        "must be a date from " + Series.FIRST_DATE + " to " + Series.LAST_DATE);
  }

  private static LocalDate date(String text) {
    LocalDate date = LocalDate.parse(text);
    if (date.isBefore(Series.FIRST_DATE) || date.isAfter(Series.LAST_DATE)) {
      throw new DateTimeException("out of range");
    }
    return date;
  }

  private static LocalTime time(String text) {
    LocalTime time = LocalTime.parse(text);
    if (!time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
      throw new DateTimeException("finer than a second");
    }
    return time;
  }

  /** Only what the time zone database names: an offset knows no summer time. */
  static ZoneId zone(String text) {
    var _ = ZoneRulesProvider.getRules(text, false);
    return ZoneId.of(text);
  }
}
