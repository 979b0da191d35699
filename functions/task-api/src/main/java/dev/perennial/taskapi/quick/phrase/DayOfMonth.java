package dev.perennial.taskapi.quick.phrase;

import static java.util.stream.Collectors.joining;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Nth;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A day of the month, by number, by weekday or by parts of an RRULE; exactly one of the three is
 * not null.
 *
 * @param day 1 to 31, clamped to the end of a short month, or -1 for the last
 * @param parts BYMONTHDAY, or BYDAY with BYSETPOS, for what the other two cannot express
 * @param counts whether it is ordinals in digits alone, which may count what follows: "the 2nd
 *     floor"
 */
record DayOfMonth(
    @Nullable Integer day, @Nullable Nth nth, @Nullable String parts, boolean counts) {

  static final int WEEKS = 5;

  private static final int LAST = -1;
  private static final int DAYS = 31;
  private static final int WORKDAYS = 23;

  /** "the 31st", "1st and 15th", "last day", "second Tuesday", "last workday". */
  static @Nullable DayOfMonth read(Scan scan) {
    scan.take(Particle.THE);
    boolean digits = scan.words().isOrdinalInDigits(scan.peek());
    List<Integer> ordinals = ordinals(scan);
    if (ordinals.isEmpty()) {
      return null;
    }
    Weekday weekday = scan.take(scan.words().weekdays());
    if (weekday != null) {
      return onWeekday(ordinals, weekday);
    }
    List<Weekday> group = scan.takeGroup();
    if (group != null) {
      return isWithin(ordinals, group.size() > 2 ? WORKDAYS : 2 * WEEKS)
          ? new DayOfMonth(null, null, ofGroup(ordinals, group), false)
          : null;
    }
    boolean day = takeDay(scan);
    if ((ordinals.contains(LAST) && !day) || !isWithin(ordinals, DAYS)) {
      return null;
    }
    boolean counts = digits && !day;
    return ordinals.size() == 1
        ? new DayOfMonth(ordinals.getFirst(), null, null, counts)
        : new DayOfMonth(null, null, "BYMONTHDAY=" + list(ordinals), counts);
  }

  /** Returns true for "every 15th customer" and "every 6th of it". */
  boolean mayCount(Scan scan) {
    boolean month = scan.sees(Particle.OF) && !seesOfTheMonth(scan);
    return counts && (scan.seesContent() || month);
  }

  private static boolean seesOfTheMonth(Scan scan) {
    int start = scan.position();
    boolean sees = takeOfTheMonth(scan);
    scan.back(start);
    return sees;
  }

  /** "of the month", "of every month". */
  static boolean takeOfTheMonth(Scan scan) {
    int start = scan.position();
    boolean fits =
        scan.take(Particle.OF)
            && (scan.take(Particle.THE) || scan.take(Particle.EVERY))
            && RelativeDay.isOne(scan.take(scan.words().units()), Frequency.MONTHLY);
    if (!fits) {
      scan.back(start);
    }
    return fits;
  }

  /** Distinct, as typed, with -1 for the last; empty if the first word is none. */
  private static List<Integer> ordinals(Scan scan) {
    List<Integer> ordinals = new ArrayList<>();
    int end = scan.position();
    Integer ordinal = ordinal(scan);
    while (ordinal != null) {
      if (!ordinals.contains(ordinal)) {
        ordinals.add(ordinal);
      }
      end = scan.position();
      ordinal = takeSeparator(scan) ? ordinal(scan) : null;
    }
    scan.back(end);
    return ordinals;
  }

  private static boolean takeSeparator(Scan scan) {
    boolean comma = scan.takeGlued(",");
    boolean and = scan.take(Particle.AND);
    scan.take(Particle.THE);
    return comma || and;
  }

  private static @Nullable Integer ordinal(Scan scan) {
    return scan.take(Particle.LAST) ? Integer.valueOf(LAST) : scan.takeOrdinal();
  }

  private static boolean isWithin(List<Integer> ordinals, int last) {
    return ordinals.stream().allMatch(ordinal -> ordinal != 0 && ordinal <= last);
  }

  private static @Nullable DayOfMonth onWeekday(List<Integer> ordinals, Weekday weekday) {
    if (!isWithin(ordinals, WEEKS)) {
      return null;
    }
    if (ordinals.size() == 1) {
      return new DayOfMonth(null, new Nth(ordinals.getFirst(), weekday), null, false);
    }
    String days = ordinals.stream().map(ordinal -> ordinal + weekday.name()).collect(joining(","));
    return new DayOfMonth(null, null, "BYDAY=" + days, false);
  }

  private static String ofGroup(List<Integer> ordinals, List<Weekday> group) {
    return "BYDAY="
        + group.stream().map(Weekday::name).collect(joining(","))
        + ";BYSETPOS="
        + list(ordinals);
  }

  private static String list(List<Integer> ordinals) {
    return ordinals.stream().map(String::valueOf).collect(joining(","));
  }

  private static boolean takeDay(Scan scan) {
    int start = scan.position();
    boolean day = RelativeDay.isOne(scan.take(scan.words().units()), Frequency.DAILY);
    if (!day) {
      scan.back(start);
    }
    return day;
  }
}
