package dev.perennial.taskapi.quick.text;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.events.TaskSnapshot.Priority;
import java.time.LocalTime;
import java.time.Month;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of the grammar in one language, in lower case.
 *
 * @param doubtful weekdays and months with another meaning: they count only after a preposition
 *     such as "on"
 * @param groups names for several weekdays
 * @param everyUnit words for "every day", "every week" and so on
 * @param ordinalSuffixes what follows the digits of an ordinal
 */
public record Words(
    Map<String, Weekday> weekdays,
    Map<String, List<Weekday>> groups,
    Map<String, Month> months,
    Set<String> doubtful,
    Map<String, Frequency> units,
    Map<String, Frequency> everyUnit,
    Map<String, Integer> daysFromToday,
    Map<String, Integer> numbers,
    Map<String, Integer> ordinals,
    Set<String> ordinalSuffixes,
    Map<String, LocalTime> times,
    Map<String, HalfDay> halfDays,
    Map<String, Priority> priorities,
    Map<Particle, Set<String>> particles) {

  public enum HalfDay {
    MORNING,
    AFTERNOON
  }

  /** A function word, by its role in the grammar. */
  public enum Particle {
    A,
    AFTER,
    AND,
    AT,
    BY,
    COMPLETION,
    EVERY,
    FOR,
    FROM,
    IN,
    LAST,
    NEXT,
    OF,
    ON,
    OTHER,
    PER,
    THE,
    THIS,
    TIMES,
    UNTIL
  }
}
