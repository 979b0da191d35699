package dev.perennial.taskapi.quick.text;

import static java.util.Map.entry;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.taskapi.quick.text.Words.HalfDay;
import dev.perennial.taskapi.quick.text.Words.Particle;
import dev.perennial.taskapi.quick.text.Words.Span;
import java.time.Duration;
import java.time.LocalTime;
import java.time.Month;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The English words of the grammar. */
public final class English {

  private static final Map<String, Weekday> WEEKDAYS =
      Map.ofEntries(
          entry("monday", Weekday.MO),
          entry("mon", Weekday.MO),
          entry("tuesday", Weekday.TU),
          entry("tues", Weekday.TU),
          entry("tue", Weekday.TU),
          entry("wednesday", Weekday.WE),
          entry("wed", Weekday.WE),
          entry("thursday", Weekday.TH),
          entry("thurs", Weekday.TH),
          entry("thur", Weekday.TH),
          entry("thu", Weekday.TH),
          entry("friday", Weekday.FR),
          entry("fri", Weekday.FR),
          entry("saturday", Weekday.SA),
          entry("sat", Weekday.SA),
          entry("sunday", Weekday.SU),
          entry("sun", Weekday.SU));

  private static final Map<String, List<Weekday>> GROUPS =
      Map.of(
          "weekday",
          List.of(Weekday.MO, Weekday.TU, Weekday.WE, Weekday.TH, Weekday.FR),
          "workday",
          List.of(Weekday.MO, Weekday.TU, Weekday.WE, Weekday.TH, Weekday.FR),
          "weekend",
          List.of(Weekday.SA, Weekday.SU));

  private static final Map<String, List<Weekday>> PLURALS =
      Map.ofEntries(
          entry("mondays", List.of(Weekday.MO)),
          entry("tuesdays", List.of(Weekday.TU)),
          entry("wednesdays", List.of(Weekday.WE)),
          entry("thursdays", List.of(Weekday.TH)),
          entry("fridays", List.of(Weekday.FR)),
          entry("saturdays", List.of(Weekday.SA)),
          entry("sundays", List.of(Weekday.SU)),
          entry("weekdays", GROUPS.get("weekday")),
          entry("workdays", GROUPS.get("weekday")),
          entry("weekends", GROUPS.get("weekend")));

  private static final Map<String, Month> MONTHS =
      Map.ofEntries(
          entry("january", Month.JANUARY),
          entry("jan", Month.JANUARY),
          entry("february", Month.FEBRUARY),
          entry("feb", Month.FEBRUARY),
          entry("march", Month.MARCH),
          entry("mar", Month.MARCH),
          entry("april", Month.APRIL),
          entry("apr", Month.APRIL),
          entry("may", Month.MAY),
          entry("june", Month.JUNE),
          entry("jun", Month.JUNE),
          entry("july", Month.JULY),
          entry("jul", Month.JULY),
          entry("august", Month.AUGUST),
          entry("aug", Month.AUGUST),
          entry("september", Month.SEPTEMBER),
          entry("sept", Month.SEPTEMBER),
          entry("sep", Month.SEPTEMBER),
          entry("october", Month.OCTOBER),
          entry("oct", Month.OCTOBER),
          entry("november", Month.NOVEMBER),
          entry("nov", Month.NOVEMBER),
          entry("december", Month.DECEMBER),
          entry("dec", Month.DECEMBER));

  private static final Map<String, Span> UNITS =
      Map.ofEntries(
          entry("day", new Span(1, Frequency.DAILY)),
          entry("days", new Span(1, Frequency.DAILY)),
          entry("week", new Span(1, Frequency.WEEKLY)),
          entry("weeks", new Span(1, Frequency.WEEKLY)),
          entry("fortnight", new Span(2, Frequency.WEEKLY)),
          entry("fortnights", new Span(2, Frequency.WEEKLY)),
          entry("month", new Span(1, Frequency.MONTHLY)),
          entry("months", new Span(1, Frequency.MONTHLY)),
          entry("quarter", new Span(3, Frequency.MONTHLY)),
          entry("quarters", new Span(3, Frequency.MONTHLY)),
          entry("year", new Span(1, Frequency.YEARLY)),
          entry("years", new Span(1, Frequency.YEARLY)));

  private static final Map<String, Span> EVERY_UNIT =
      Map.of(
          "daily", new Span(1, Frequency.DAILY),
          "weekly", new Span(1, Frequency.WEEKLY),
          "fortnightly", new Span(2, Frequency.WEEKLY),
          "biweekly", new Span(2, Frequency.WEEKLY),
          "bi-weekly", new Span(2, Frequency.WEEKLY),
          "monthly", new Span(1, Frequency.MONTHLY),
          "quarterly", new Span(3, Frequency.MONTHLY),
          "yearly", new Span(1, Frequency.YEARLY),
          "annually", new Span(1, Frequency.YEARLY));

  private static final Map<String, Duration> CLOCK_UNITS =
      Map.of(
          "minute", Duration.ofMinutes(1),
          "minutes", Duration.ofMinutes(1),
          "min", Duration.ofMinutes(1),
          "mins", Duration.ofMinutes(1),
          "hour", Duration.ofHours(1),
          "hours", Duration.ofHours(1),
          "hr", Duration.ofHours(1),
          "hrs", Duration.ofHours(1));

  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          entry("one", 1),
          entry("two", 2),
          entry("three", 3),
          entry("four", 4),
          entry("five", 5),
          entry("six", 6),
          entry("seven", 7),
          entry("eight", 8),
          entry("nine", 9),
          entry("ten", 10),
          entry("eleven", 11),
          entry("twelve", 12));

  private static final Map<String, Integer> ORDINALS =
      Map.ofEntries(
          entry("first", 1),
          entry("second", 2),
          entry("third", 3),
          entry("fourth", 4),
          entry("fifth", 5),
          entry("sixth", 6),
          entry("seventh", 7),
          entry("eighth", 8),
          entry("ninth", 9),
          entry("tenth", 10),
          entry("eleventh", 11),
          entry("twelfth", 12),
          entry("thirteenth", 13),
          entry("fourteenth", 14),
          entry("fifteenth", 15),
          entry("sixteenth", 16),
          entry("seventeenth", 17),
          entry("eighteenth", 18),
          entry("nineteenth", 19),
          entry("twentieth", 20),
          entry("twenty-first", 21),
          entry("twenty-second", 22),
          entry("twenty-third", 23),
          entry("twenty-fourth", 24),
          entry("twenty-fifth", 25),
          entry("twenty-sixth", 26),
          entry("twenty-seventh", 27),
          entry("twenty-eighth", 28),
          entry("twenty-ninth", 29),
          entry("thirtieth", 30),
          entry("thirty-first", 31));

  private static final Map<String, HalfDay> HALF_DAYS =
      Map.of(
          "am", HalfDay.MORNING,
          "a.m", HalfDay.MORNING,
          "pm", HalfDay.AFTERNOON,
          "p.m", HalfDay.AFTERNOON);

  private static final Map<String, PartOfDay> PARTS_OF_DAY =
      Map.of(
          "morning", PartOfDay.MORNING,
          "afternoon", PartOfDay.AFTERNOON,
          "evening", PartOfDay.EVENING,
          "night", PartOfDay.NIGHT);

  private static final Map<String, Priority> PRIORITIES =
      Map.of("p1", Priority.HIGH, "p2", Priority.MEDIUM, "p3", Priority.LOW, "p4", Priority.NONE);

  private static final Map<Particle, Set<String>> PARTICLES =
      Map.ofEntries(
          entry(Particle.A, Set.of("a", "an")),
          entry(Particle.AFTER, Set.of("after")),
          entry(Particle.AND, Set.of("and", "&")),
          entry(Particle.AT, Set.of("at", "@")),
          entry(Particle.BEFORE, Set.of("before")),
          entry(Particle.BUT, Set.of("but")),
          entry(Particle.BY, Set.of("by")),
          entry(Particle.COMING, Set.of("coming")),
          entry(Particle.COMPLETION, Set.of("completion")),
          entry(Particle.COUPLE, Set.of("couple")),
          entry(Particle.DUE, Set.of("due")),
          entry(Particle.DURING, Set.of("during")),
          entry(Particle.END, Set.of("end")),
          entry(Particle.EVE, Set.of("eve")),
          entry(Particle.EVERY, Set.of("every", "each")),
          entry(Particle.FOR, Set.of("for")),
          entry(Particle.FROM, Set.of("from", "starting", "beginning")),
          entry(Particle.HALF, Set.of("half")),
          entry(Particle.IN, Set.of("in")),
          entry(Particle.LAST, Set.of("last")),
          entry(Particle.LATER, Set.of("later")),
          entry(Particle.NEXT, Set.of("next")),
          entry(Particle.NOT, Set.of("not")),
          entry(Particle.NOW, Set.of("now")),
          entry(Particle.OCLOCK, Set.of("o'clock", "o’clock", "oclock")),
          entry(Particle.OF, Set.of("of")),
          entry(Particle.ON, Set.of("on")),
          entry(Particle.OTHER, Set.of("other")),
          entry(Particle.PER, Set.of("a", "per", "each")),
          entry(Particle.SO, Set.of("so")),
          entry(Particle.THE, Set.of("the")),
          entry(Particle.THIS, Set.of("this")),
          entry(Particle.TIMES, Set.of("times", "time")),
          entry(Particle.TO, Set.of("to", "through", "thru")),
          entry(Particle.TONIGHT, Set.of("tonight")),
          entry(Particle.UNTIL, Set.of("until", "till", "ending")),
          entry(Particle.WORKING, Set.of("working", "business")));

  public static final Words WORDS =
      new Words(
          WEEKDAYS,
          PLURALS,
          GROUPS,
          MONTHS,
          Set.of("mon", "wed", "sat", "sun", "mar", "march", "may"),
          UNITS,
          EVERY_UNIT,
          CLOCK_UNITS,
          Map.of("today", 0, "tomorrow", 1, "tmrw", 1, "tmr", 1),
          NUMBERS,
          ORDINALS,
          Set.of("st", "nd", "rd", "th"),
          Map.of("noon", LocalTime.NOON, "midday", LocalTime.NOON, "midnight", LocalTime.MIDNIGHT),
          HALF_DAYS,
          PARTS_OF_DAY,
          PRIORITIES,
          PARTICLES,
          EnglishContext.WORDS);

  private English() {}
}
