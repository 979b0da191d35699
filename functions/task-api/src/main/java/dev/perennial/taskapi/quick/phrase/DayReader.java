package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import dev.perennial.taskapi.quick.text.Words.Span;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a day, without a preposition before it.
 *
 * @param led whether a word such as "on" precedes it; words with another meaning, such as "sun",
 *     and numbers without a month are read as a day only then
 */
record DayReader(Scan scan, boolean led) {

  private static final int LAST_DAY = 31;

  private interface Form {
    @Nullable Day read(DayReader reader);
  }

  private static final List<Form> FORMS =
      List.of(
          DayReader::relative,
          DayReader::weekday,
          DayReader::period,
          DayReader::weekend,
          DayReader::end,
          DayReader::calendarDay,
          DayReader::dayOfMonth,
          DayReader::numericDate);

  @Nullable Day read() {
    Day day = single();
    if (day == null) {
      return null;
    }
    int end = scan.position();
    Day refined = refined(day);
    if (refined == null) {
      scan.back(end);
    }
    if (refined == null && isContinued(day)) {
      return null;
    }
    return refined == null ? day : refined;
  }

  private @Nullable Day single() {
    int start = scan.position();
    for (Form form : FORMS) {
      Day day = form.read(this);
      if (day != null) {
        return day;
      }
      scan.back(start);
    }
    return null;
  }

  /** "Friday, 13 March", "next week on Friday". */
  private @Nullable Day refined(Day day) {
    boolean refinable =
        day instanceof Day.Weekly || day instanceof Day.NextWeek || day instanceof Day.NextMonth;
    if (!refinable) {
      return null;
    }
    scan.takeGlued(",");
    scan.take(Particle.ON);
    Day other = new DayReader(scan, true).single();
    return other == null ? null : Day.combined(day, other);
  }

  /** "Friday week", "Friday in two weeks", "Monday after next", "in two weeks on Friday". */
  private boolean isContinued(Day day) {
    int end = scan.position();
    boolean continued = day instanceof Day.Weekly ? isMoved() : isOnWeekday(day);
    scan.back(end);
    continued |= day instanceof Day.Relative && isFollowedByPartOfDay();
    scan.back(end);
    return continued;
  }

  /** "in 1 day 3 hours", "in a day and a half". */
  private boolean isFollowedByPartOfDay() {
    boolean and = scan.take(Particle.AND);
    int start = scan.position();
    if (and && scan.take(Particle.A) && scan.take(Particle.HALF)) {
      return true;
    }
    scan.back(start);
    return RelativeDay.countOf(scan) != null && scan.words().clockUnits().containsKey(scan.peek());
  }

  private boolean isMoved() {
    if (scan.words().units().containsKey(scan.peek())
        || scan.words().context().other().contains(scan.peek())) {
      return true;
    }
    if (scan.sees(Particle.IN)) {
      return new RelativeDay(scan, led).inSomeUnits() != null;
    }
    boolean relates = scan.sees(Particle.AFTER) || scan.sees(Particle.BEFORE);
    return relates
        && (scan.words().context().dayPrepositions().contains(scan.peekSecond())
            || scan.words().context().occasions().contains(scan.peekSecond())
            || scan.words().isDay(scan.peekSecond()));
  }

  private boolean isOnWeekday(Day day) {
    scan.take(Particle.ON);
    return day instanceof Day.Relative(int _, Frequency unit)
        && unit != Frequency.DAILY
        && scan.take(scan.words().weekdays()) != null;
  }

  private @Nullable Day relative() {
    return new RelativeDay(scan, led).read();
  }

  private @Nullable Day weekday() {
    boolean next = scan.take(Particle.NEXT);
    boolean here = !next && scan.take(Particle.THIS);
    boolean coming = !next && scan.take(Particle.COMING);
    if (!led && !next && !here && scan.words().doubtful().contains(scan.peek())) {
      return null;
    }
    boolean bare = !next && !here && !coming;
    if (bare && isNamed(scan.before(1))) {
      return null;
    }
    Weekday weekday = scan.take(scan.words().weekdays());
    if (weekday == null) {
      return null;
    }
    if (next) {
      return new Day.NextWeeks(weekday.day());
    }
    return here && !coming ? new Day.ThisWeeks(weekday.day()) : new Day.Coming(weekday.day());
  }

  /** "Good Friday", "the first Monday". */
  private boolean isNamed(String before) {
    return scan.words().context().names().contains(before)
        || scan.words().ordinals().containsKey(before)
        || (!led && scan.words().isOrdinalInDigits(before));
  }

  /** "next week", "next month", "next year". */
  private @Nullable Day period() {
    Span unit = scan.take(Particle.NEXT) ? scan.take(scan.words().units()) : null;
    if (unit == null || unit.count() != 1) {
      return null;
    }
    return switch (unit.unit()) {
      case WEEKLY -> new Day.NextWeek();
      case MONTHLY -> new Day.NextMonth();
      case YEARLY -> Day.nextYear();
      case DAILY, CUSTOM -> null;
    };
  }

  /** "this weekend", "next weekend", "on the weekend". */
  private @Nullable Day weekend() {
    boolean next = scan.take(Particle.NEXT);
    boolean here = !next && (scan.take(Particle.THIS) || (led && scan.take(Particle.THE)));
    if (!next && !here) {
      return null;
    }
    scan.take(Particle.COMING);
    boolean weekend = scan.words().groups().containsKey(scan.peek()) && takeWeekend();
    if (!weekend) {
      return null;
    }
    return next ? new Day.NextWeeks(Weekday.SA.day()) : Day.thisWeekend();
  }

  private boolean takeWeekend() {
    List<Weekday> days = scan.take(scan.words().groups());
    return days != null && days.contains(Weekday.SA);
  }

  /** "end of month", "the end of next year", "end of March". */
  private @Nullable Day end() {
    scan.take(Particle.THE);
    if (!scan.take(Particle.END) || !scan.take(Particle.OF)) {
      return null;
    }
    Month month = scan.take(scan.words().months());
    if (month != null) {
      return today -> endOf(month, today);
    }
    int ahead = scan.take(Particle.NEXT) ? 1 : 0;
    if (ahead == 0 && !scan.take(Particle.THE)) {
      scan.take(Particle.THIS);
    }
    Span unit = scan.take(scan.words().units());
    if (RelativeDay.isOne(unit, Frequency.MONTHLY)) {
      return Day.endOfMonth(ahead);
    }
    return RelativeDay.isOne(unit, Frequency.YEARLY) ? Day.endOfYear(ahead) : null;
  }

  private static LocalDate endOf(Month month, LocalDate today) {
    int years = today.getMonth().compareTo(month) > 0 ? 1 : 0;
    return today.withDayOfMonth(1).plusYears(years).with(month).plusMonths(1).minusDays(1);
  }

  private @Nullable Day calendarDay() {
    CalendarDay day = CalendarDay.read(scan);
    boolean goesOn = scan.seesContent() || scan.words().context().joiners().contains(scan.peek());
    return day == null || (day.doubtful() && !led && goesOn) ? null : day.day();
  }

  /** "the 21st" after a preposition, "the 5th of next month". */
  private @Nullable Day dayOfMonth() {
    scan.take(Particle.THE);
    boolean digits = scan.words().isOrdinalInDigits(scan.peek());
    Integer day = scan.takeOrdinal();
    if (day == null || day < 1 || day > LAST_DAY) {
      return null;
    }
    Integer months = monthsAhead();
    if (months != null) {
      return new Day.InMonth(months, day);
    }
    return led && (digits || day > DayOfMonth.WEEKS) && isDayOfMonth()
        ? new Day.OfMonth(day)
        : null;
  }

  /** Not "on the 2nd floor", and at the start of a text not "on the 2nd of it". */
  private boolean isDayOfMonth() {
    boolean counts =
        scan.isOpening()
            ? scan.words().context().counted().contains(scan.peek())
            : scan.seesContent();
    // "on 5th & Main"
    return !counts && !scan.sees(Particle.OF) && !scan.peek().equals("&");
  }

  private @Nullable Integer monthsAhead() {
    int start = scan.position();
    boolean of = scan.take(Particle.OF);
    boolean next = of && scan.take(Particle.NEXT);
    boolean here = of && !next && scan.take(Particle.THIS);
    if ((next || here) && RelativeDay.isOne(scan.take(scan.words().units()), Frequency.MONTHLY)) {
      return next ? 1 : 0;
    }
    scan.back(start);
    return null;
  }

  private @Nullable Day numericDate() {
    return NumericDate.read(scan, led);
  }
}
