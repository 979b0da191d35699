package dev.perennial.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * When somebody wants to be reminded of a task: relative to its due date, or at a time of its own.
 *
 * @param before how long before the due date, negative for after it; null if it has a time of its
 *     own
 * @param at the local time; null if it is relative
 * @param zone the IANA zone of {@code at}; null means the zone of whoever is reminded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reminder(
    @JsonSerialize(using = ToStringSerializer.class) @Nullable Duration before,
    @JsonSerialize(using = ToStringSerializer.class) @Nullable LocalDateTime at,
    @Nullable ZoneId zone) {

  public Reminder {
    if (before == null) {
      Required.present("at", at);
    }
  }

  /** Whether it moves with the due date, and so is carried over to the next occurrence. */
  public boolean movesWithDue() {
    return before != null;
  }
}
