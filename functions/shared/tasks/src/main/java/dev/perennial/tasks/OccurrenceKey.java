package dev.perennial.tasks;

import dev.perennial.events.Due;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * What a series' rule gave, in local terms; it never changes, even if the task's due date is moved.
 *
 * @param time null in an all-day series
 */
public record OccurrenceKey(LocalDate date, @Nullable LocalTime time) {

  static OccurrenceKey of(Due due) {
    return new OccurrenceKey(due.date(), due.time());
  }

  /** Reads what {@link #toString} wrote. */
  public static OccurrenceKey parse(String text) {
    if (text.indexOf('T') < 0) {
      return new OccurrenceKey(LocalDate.parse(text), null);
    }
    LocalDateTime local = LocalDateTime.parse(text);
    return new OccurrenceKey(local.toLocalDate(), local.toLocalTime());
  }

  /** As events and the API have it: {@code 2026-03-01} or {@code 2026-03-01T09:00}. */
  @Override
  public String toString() {
    return time == null ? date.toString() : date.atTime(time).toString();
  }
}
