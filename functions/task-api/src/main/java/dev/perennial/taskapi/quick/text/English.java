package dev.perennial.taskapi.quick.text;

import static java.util.Map.entry;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.taskapi.quick.text.Words.HalfDay;
import dev.perennial.taskapi.quick.text.Words.Particle;
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

  private static final Map<String, Frequency> UNITS =
      Map.of(
          "day", Frequency.DAILY,
          "days", Frequency.DAILY,
          "week", Frequency.WEEKLY,
          "weeks", Frequency.WEEKLY,
          "month", Frequency.MONTHLY,
          "months", Frequency.MONTHLY,
          "year", Frequency.YEARLY,
          "years", Frequency.YEARLY);

  private static final Map<String, Frequency> EVERY_UNIT =
      Map.of(
          "daily", Frequency.DAILY,
          "weekly", Frequency.WEEKLY,
          "monthly", Frequency.MONTHLY,
          "yearly", Frequency.YEARLY,
          "annually", Frequency.YEARLY);

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
      Map.of("first", 1, "second", 2, "third", 3, "fourth", 4, "fifth", 5);

  private static final Map<String, HalfDay> HALF_DAYS =
      Map.of(
          "am", HalfDay.MORNING,
          "a.m", HalfDay.MORNING,
          "pm", HalfDay.AFTERNOON,
          "p.m", HalfDay.AFTERNOON);

  private static final Map<String, Priority> PRIORITIES =
      Map.of("p1", Priority.HIGH, "p2", Priority.MEDIUM, "p3", Priority.LOW, "p4", Priority.NONE);

  private static final Map<Particle, Set<String>> PARTICLES =
      Map.ofEntries(
          entry(Particle.A, Set.of("a", "an")),
          entry(Particle.AFTER, Set.of("after")),
          entry(Particle.AND, Set.of("and", "&")),
          entry(Particle.AT, Set.of("at")),
          entry(Particle.BY, Set.of("by")),
          entry(Particle.COMPLETION, Set.of("completion")),
          entry(Particle.EVERY, Set.of("every")),
          entry(Particle.FOR, Set.of("for")),
          entry(Particle.FROM, Set.of("from", "starting")),
          entry(Particle.IN, Set.of("in")),
          entry(Particle.LAST, Set.of("last")),
          entry(Particle.NEXT, Set.of("next")),
          entry(Particle.OF, Set.of("of")),
          entry(Particle.ON, Set.of("on")),
          entry(Particle.OTHER, Set.of("other")),
          entry(Particle.PER, Set.of("a", "per", "each")),
          entry(Particle.THE, Set.of("the")),
          entry(Particle.THIS, Set.of("this")),
          entry(Particle.TIMES, Set.of("times", "time")),
          entry(Particle.UNTIL, Set.of("until", "till")));

  public static final Words WORDS =
      new Words(
          WEEKDAYS,
          GROUPS,
          MONTHS,
          Set.of("mon", "wed", "sat", "sun", "mar", "march", "may"),
          UNITS,
          EVERY_UNIT,
          Map.of("today", 0, "tomorrow", 1),
          NUMBERS,
          ORDINALS,
          Set.of("st", "nd", "rd", "th"),
          Map.of("noon", LocalTime.NOON, "midnight", LocalTime.MIDNIGHT),
          HALF_DAYS,
          PRIORITIES,
          PARTICLES);

  private English() {}
}
