package dev.perennial.taskapi;

import dev.perennial.api.request.JsonFields;
import dev.perennial.events.Reminder;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reminders, read from JSON. */
final class ReminderFields {

  static final int MOST = 10;
  private static final Set<String> REMINDER = Set.of("before", "at", "zone");
  private static final Set<String> RELATIVE = Set.of("before");
  private static final Duration FARTHEST = Duration.ofDays(366);

  private ReminderFields() {}

  /** Null if the field is absent. */
  static @Nullable List<Reminder> read(JsonFields fields, String name) {
    return reminders(fields.objects(name, MOST, REMINDER), ReminderFields::reminder);
  }

  /** As {@link #read}, of those only that are relative to a due date. */
  static @Nullable List<Reminder> readRelative(JsonFields fields, String name) {
    return reminders(fields.objects(name, MOST, RELATIVE), ReminderFields::relative);
  }

  private static @Nullable List<Reminder> reminders(
      @Nullable List<JsonFields> items, Function<JsonFields, @Nullable Reminder> read) {
    if (items == null) {
      return null;
    }
    List<Reminder> reminders = new ArrayList<>();
    for (JsonFields item : items) {
      Reminder reminder = read.apply(item);
      if (reminder != null && reminders.contains(reminder)) {
        item.wrong("is there twice");
      } else if (reminder != null) {
        reminders.add(reminder);
      }
    }
    return reminders;
  }

  private static @Nullable Reminder relative(JsonFields fields) {
    fields.require("before");
    Duration before = before(fields);
    return before == null ? null : new Reminder(before, null, null);
  }

  private static @Nullable Reminder reminder(JsonFields fields) {
    Duration before = before(fields);
    LocalDateTime at =
        fields.parsed("at", LocalDateTime::parse, "must be a local time such as 2026-03-01T09:00");
    ZoneId zone = fields.parsed("zone", DueFields::zone, DueFields.ZONE);
    if (fields.has("before") == fields.has("at")) {
      fields.wrong("must have either before or at");
      return null;
    }
    if (fields.has("before") && fields.has("zone")) {
      return fields.wrong("zone", "goes with at only");
    }
    return before == null && at == null ? null : new Reminder(before, at, zone);
  }

  private static @Nullable Duration before(JsonFields fields) {
    return fields.parsed(
        "before",
        ReminderFields::duration,
        "must be an ISO 8601 duration of 366 days at most, such as PT15M or P1D");
  }

  private static Duration duration(String text) {
    Duration duration = Duration.parse(text);
    if (duration.abs().compareTo(FARTHEST) > 0) {
      throw new IllegalArgumentException("too far");
    }
    return duration;
  }
}
