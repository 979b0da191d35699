package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** "every Monday and Thursday", "every other Friday", "every weekday", "on Mondays". */
public record WeekdaysPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    Basis basis = scan.takeEvery();
    if (basis == null) {
      List<Weekday> plural = scan.take(Particle.ON) ? plurals(scan) : null;
      return plural == null ? null : new Meaning.Repeats(Rule.on(1, plural));
    }
    int interval = scan.take(Particle.OTHER) ? 2 : 1;
    List<Weekday> group = scan.takeGroup();
    List<Weekday> weekdays = group == null ? list(scan) : group;
    return weekdays == null ? null : new Meaning.Repeats(Rule.on(interval, weekdays).from(basis));
  }

  private static @Nullable List<Weekday> plurals(Scan scan) {
    EnumSet<Weekday> weekdays = EnumSet.noneOf(Weekday.class);
    int end = scan.position();
    List<Weekday> plural = scan.take(scan.words().plurals());
    while (plural != null) {
      weekdays.addAll(plural);
      end = scan.position();
      plural = takeSeparator(scan) ? scan.take(scan.words().plurals()) : null;
    }
    scan.back(end);
    return weekdays.isEmpty() ? null : List.copyOf(weekdays);
  }

  /** Distinct, in the order of the week; null if the first word is not a weekday. */
  static @Nullable List<Weekday> list(Scan scan) {
    EnumSet<Weekday> weekdays = EnumSet.noneOf(Weekday.class);
    int end = scan.position();
    Weekday weekday = scan.take(scan.words().weekdays());
    Weekday last = weekday == null ? null : rangeEnd(scan);
    if (last != null) {
      return range(weekday, last);
    }
    while (weekday != null) {
      weekdays.add(weekday);
      end = scan.position();
      weekday = takeSeparator(scan) ? scan.take(scan.words().weekdays()) : null;
    }
    scan.back(end);
    return weekdays.isEmpty() ? null : List.copyOf(weekdays);
  }

  /** The Friday of "Monday to Friday". */
  private static @Nullable Weekday rangeEnd(Scan scan) {
    int start = scan.position();
    Weekday last = scan.take(Particle.TO) ? scan.take(scan.words().weekdays()) : null;
    if (last == null) {
      scan.back(start);
    }
    return last;
  }

  private static List<Weekday> range(Weekday first, Weekday last) {
    EnumSet<Weekday> weekdays = EnumSet.of(last);
    for (DayOfWeek day = first.day(); day != last.day(); day = day.plus(1)) {
      weekdays.add(Weekday.of(day));
    }
    return List.copyOf(weekdays);
  }

  private static boolean takeSeparator(Scan scan) {
    boolean comma = scan.takeGlued(",");
    boolean and = scan.take(Particle.AND);
    if (and) {
      // "every Monday and every Thursday"
      scan.take(Particle.EVERY);
    }
    return comma || and;
  }
}
