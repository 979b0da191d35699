package dev.perennial.taskapi.quick;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.events.TaskSnapshot.Priority;
import java.time.LocalTime;
import java.time.Month;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All the words that the grammar knows in a language, in lower case.
 *
 * @param doubtful weekdays and months that mean something else as well: they count only after a
 *     word that leads to a date, such as "on"
 * @param groups weekdays that have a name together
 * @param everyUnit what says "every day", "every week" in one word
 * @param ordinalSuffixes what makes an ordinal of a number in digits
 */
record Words(
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

  enum HalfDay {
    MORNING,
    AFTERNOON
  }

  /** A small word, by its part in the grammar. */
  enum Particle {
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
