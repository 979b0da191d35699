package dev.perennial.taskapi.fields;

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

/** Reads reminders from JSON. */
public final class ReminderFields {

  public static final int MAX_REMINDERS = 10;
  private static final Set<String> REMINDER = Set.of("before", "at", "zone");
  private static final Set<String> RELATIVE = Set.of("before");

  private ReminderFields() {}

  /** Null if the field is absent or not valid. */
  public static @Nullable List<Reminder> read(JsonFields fields, String name) {
    return reminders(fields.objects(name, MAX_REMINDERS, REMINDER), ReminderFields::reminder);
  }

  /** As {@link #read}, but allows reminders relative to a due date only. */
  public static @Nullable List<Reminder> readRelative(JsonFields fields, String name) {
    return reminders(fields.objects(name, MAX_REMINDERS, RELATIVE), ReminderFields::relative);
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
        item.wrong("is a duplicate");
      } else if (reminder != null) {
        reminders.add(reminder);
      }
    }
    return reminders;
  }

  private static @Nullable Reminder relative(JsonFields fields) {
    fields.require("before");
    Duration before = TimeFields.duration(fields, "before");
    return before == null ? null : new Reminder(before, null, null);
  }

  private static @Nullable Reminder reminder(JsonFields fields) {
    Duration before = TimeFields.duration(fields, "before");
    LocalDateTime at = TimeFields.dateTime(fields, "at");
    ZoneId zone = TimeFields.zone(fields, "zone");
    if (fields.has("before") == fields.has("at")) {
      fields.wrong("must have either before or at");
      return null;
    }
    if (fields.has("before") && fields.has("zone")) {
      return fields.wrong("zone", "is allowed with at only");
    }
    return before == null && at == null ? null : new Reminder(before, at, zone);
  }
}
