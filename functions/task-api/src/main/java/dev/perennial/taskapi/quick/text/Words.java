package dev.perennial.taskapi.quick.text;

import static java.util.Objects.requireNonNull;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.events.TaskSnapshot.Priority;
import java.time.Duration;
import java.time.LocalTime;
import java.time.Month;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of the grammar in one language, in lower case.
 *
 * @param plurals names for a weekday that recurs, such as "mondays"
 * @param groups names for several weekdays
 * @param doubtful weekdays and months with another meaning: they count only after a preposition
 *     such as "on"
 * @param everyUnit words for "every day", "every week" and so on
 * @param clockUnits units shorter than a day
 * @param ordinalSuffixes what follows the digits of an ordinal
 * @param times times of day with a name
 * @param context words that decide about the words next to them
 */
public record Words(
    Map<String, Weekday> weekdays,
    Map<String, List<Weekday>> plurals,
    Map<String, List<Weekday>> groups,
    Map<String, Month> months,
    Set<String> doubtful,
    Map<String, Span> units,
    Map<String, Span> everyUnit,
    Map<String, Duration> clockUnits,
    Map<String, Integer> daysFromToday,
    Map<String, Integer> numbers,
    Map<String, Integer> ordinals,
    Set<String> ordinalSuffixes,
    Map<String, LocalTime> times,
    Map<String, HalfDay> halfDays,
    Map<String, PartOfDay> partsOfDay,
    Map<String, Priority> priorities,
    Map<Particle, Set<String>> particles,
    Context context) {

  private static final Pattern CLOCK =
      Pattern.compile("@?\\d{1,2}(:\\d{2}(\\p{L}[\\p{L}.]{0,5})?|\\p{L}[\\p{L}.]{0,5})");
  private static final Pattern DATE = Pattern.compile("\\d{1,4}([-/.])\\d{1,2}\\1\\d{1,4}");

  /** A number of units, such as the 3 months of a quarter. */
  public record Span(int count, Frequency unit) {}

  /**
   * Words that decide about the words next to them.
   *
   * @param determiners such as "the" and "my"
   * @param governors words that take the day or time after them as their object: in "about
   *     tomorrow", tomorrow is no due date
   * @param followers words that may follow a bare number that is a time: "at 9 with Bob", but not
   *     "at 9 shops"
   * @param joiners words between the two ends of a range, or two alternatives
   * @param exceptions words that restrict the recurrence before them
   * @param aimed verbs after which "at 3" is not a time
   * @param counted nouns that are counted by an ordinal, such as the 2nd floor
   * @param names first words of the name of a weekday of the year, such as Good Friday
   * @param occasions days and seasons without a date in this grammar, such as Christmas
   * @param dayPrepositions words that make an occasion or a month the day of something
   * @param zones abbreviations of time zones
   * @param relations words that relate a number of days to another day, such as "before"
   * @param frequencies words before "a day" that count how often, such as "twice"
   * @param vagueNumbers such as "few"
   * @param possessives words before "eve"
   * @param other words about time that are in no phrase, such as "yesterday"
   */
  public record Context(
      Set<String> determiners,
      Set<String> governors,
      Set<String> followers,
      Set<String> joiners,
      Set<String> exceptions,
      Set<String> aimed,
      Set<String> counted,
      Set<String> names,
      Set<String> occasions,
      Set<String> dayPrepositions,
      Set<String> zones,
      Set<String> relations,
      Set<String> frequencies,
      Set<String> vagueNumbers,
      Set<String> possessives,
      Set<String> other) {}

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
    BEFORE,
    BUT,
    BY,
    COMING,
    COMPLETION,
    COUPLE,
    DUE,
    DURING,
    END,
    EVE,
    EVERY,
    FOR,
    FROM,
    HALF,
    IN,
    LAST,
    LATER,
    NEXT,
    NOT,
    NOW,
    OCLOCK,
    OF,
    ON,
    OTHER,
    PER,
    SO,
    THE,
    THIS,
    TIMES,
    TO,
    TONIGHT,
    UNTIL,
    WORKING
  }

  public boolean is(Particle particle, String word) {
    return requireNonNull(particles.get(particle)).contains(word);
  }

  /** Returns true for a word that names a day, with or without other words. */
  public boolean isDay(String word) {
    return weekdays.containsKey(word)
        || plurals.containsKey(word)
        || daysFromToday.containsKey(word)
        || is(Particle.TONIGHT, word)
        || isOrdinalInDigits(word)
        || DATE.matcher(word).matches();
  }

  /** Returns true for a word that is a time of day, or ends one: "9:30", "9pm", "pm", "noon". */
  public boolean isClock(String word) {
    return times.containsKey(word)
        || halfDays.containsKey(word)
        || is(Particle.OCLOCK, word)
        || CLOCK.matcher(word).matches();
  }

  public boolean isOrdinalInDigits(String word) {
    return Scan.isDigit(word) && ordinalSuffixes.stream().anyMatch(word::endsWith);
  }

  /** Returns true for a word with which a phrase may start. */
  public boolean startsPhrase(String word) {
    return isDay(word)
        || isClock(word)
        || months.containsKey(word)
        || everyUnit.containsKey(word)
        || partsOfDay.containsKey(word)
        || priorities.containsKey(word)
        || is(Particle.EVERY, word)
        || is(Particle.NEXT, word)
        || is(Particle.THIS, word)
        || is(Particle.LATER, word)
        || word.startsWith("#");
  }
}
