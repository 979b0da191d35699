package dev.perennial.taskapi.fields;

import dev.perennial.api.request.JsonFields;
import dev.perennial.events.Due;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads due dates from JSON. */
public final class DueFields {

  private static final Set<String> DUE = Set.of("date", "time", "zone");

  private DueFields() {}

  /** Null if the field is absent or not valid. */
  public static @Nullable Due read(JsonFields object, String name) {
    JsonFields fields = object.object(name, DUE);
    if (fields == null) {
      return null;
    }
    fields.require("date");
    LocalDate date = TimeFields.date(fields, "date");
    LocalTime time = TimeFields.time(fields, "time");
    ZoneId zone = TimeFields.zone(fields, "zone");
    return date == null ? null : new Due(date, time, zone);
  }
}
