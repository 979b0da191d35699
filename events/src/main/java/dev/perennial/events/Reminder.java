package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * When a user is reminded of a task: relative to the due date, or at an absolute local time.
 *
 * @param before the time before the due date, negative for after it; null for an absolute reminder
 * @param at the local time; null for a relative reminder
 * @param zone the IANA zone of {@code at}; null means the zone of the user who is reminded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reminder(
    @JsonSerialize(using = DurationText.class) @Nullable Duration before,
    @JsonSerialize(using = ToStringSerializer.class) @Nullable LocalDateTime at,
    @Nullable ZoneId zone) {

  public Reminder {
    if (before == null) {
      Required.present("at", at);
    }
  }

  /**
   * Returns true if the reminder is relative to the due date; such reminders are copied to the next
   * occurrence.
   */
  public boolean movesWithDue() {
    return before != null;
  }
}
