package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import dev.perennial.taskapi.quick.text.Words.Span;
import dev.perennial.tasks.series.Series;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a day that is counted from today: "tomorrow", "in 3 days", "a week from tomorrow".
 *
 * @param led whether a word such as "on" precedes it
 */
record RelativeDay(Scan scan, boolean led) {

  @Nullable Day read() {
    int start = scan.position();
    List<Function<RelativeDay, @Nullable Day>> forms =
        List.of(
            RelativeDay::fromToday,
            RelativeDay::afterTomorrow,
            RelativeDay::inSomeUnits,
            RelativeDay::someUnitsFrom);
    for (Function<RelativeDay, @Nullable Day> form : forms) {
      Day day = form.apply(this);
      if (day != null) {
        return day;
      }
      scan.back(start);
    }
    return null;
  }

  private @Nullable Day fromToday() {
    if (scan.endsName()) {
      return null;
    }
    scan.take(Particle.LATER);
    Integer days = scan.take(scan.words().daysFromToday());
    return days == null ? null : new Day.Relative(days, Frequency.DAILY);
  }

  private @Nullable Day afterTomorrow() {
    scan.take(Particle.THE);
    boolean fits =
        isOne(scan.take(scan.words().units()), Frequency.DAILY) && scan.take(Particle.AFTER);
    Integer days = fits ? scan.take(scan.words().daysFromToday()) : null;
    return days == null || scan.isLastCapitalized()
        ? null
        : new Day.Relative(days + 1, Frequency.DAILY);
  }

  /** "in 3 days", "in a couple of weeks"; "in 80 Days" is a title. */
  @Nullable Day inSomeUnits() {
    boolean afterWeekday =
        !scan.isAfterDay() && scan.words().weekdays().containsKey(scan.before(1));
    if (led || afterWeekday || !scan.take(Particle.IN)) {
      return null;
    }
    Day day = count();
    return day == null || scan.endsWithCapital() ? null : day;
  }

  /** "a week from tomorrow". */
  private @Nullable Day someUnitsFrom() {
    Day day = led ? null : count();
    if (!(day instanceof Day.Relative relative) || !scan.take(Particle.FROM)) {
      return null;
    }
    if (scan.take(Particle.NOW)) {
      return relative;
    }
    Integer days = scan.take(scan.words().daysFromToday());
    return days == null ? null : today -> relative.from(today.plusDays(days));
  }

  private @Nullable Day count() {
    Integer count = countOf(scan);
    Span unit = scan.take(scan.words().units());
    if (count == null || unit == null || count * unit.count() > Series.MAX_INTERVAL) {
      return null;
    }
    return new Day.Relative(count * unit.count(), unit.unit());
  }

  /** "a", "a couple of", "3", "three". */
  static @Nullable Integer countOf(Scan scan) {
    if (!scan.take(Particle.A)) {
      return scan.takeNumber();
    }
    if (!scan.take(Particle.COUPLE)) {
      return 1;
    }
    return scan.take(Particle.OF) ? 2 : null;
  }

  static boolean isOne(@Nullable Span span, Frequency unit) {
    return span != null && span.count() == 1 && span.unit() == unit;
  }
}
