package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import java.time.Month;
import java.time.MonthDay;
import org.jspecify.annotations.Nullable;

/**
 * A day and its month: "3 March", "3rd of March 2027", "March 3rd, 2027".
 *
 * @param year null if not given
 * @param doubtful whether it may be a number before a verb: "the 2 may differ"
 */
record CalendarDay(MonthDay monthDay, @Nullable Integer year, boolean doubtful) {

  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2199;

  private record Numeral(int value, boolean ordinal) {}

  Day.Dated day() {
    return year == null ? Day.everyYears(monthDay) : Day.date(monthDay.atYear(year));
  }

  static @Nullable CalendarDay read(Scan scan) {
    int start = scan.position();
    CalendarDay day = dayFirst(scan);
    if (day == null) {
      scan.back(start);
      day = monthFirst(scan);
    }
    return day;
  }

  private static @Nullable CalendarDay dayFirst(Scan scan) {
    scan.take(Particle.THE);
    Numeral number = number(scan);
    if (number == null) {
      return null;
    }
    scan.take(Particle.OF);
    boolean doubtful = scan.words().doubtful().contains(scan.peek());
    Month month = scan.take(scan.words().months());
    return month == null ? null : withYear(scan, month, number, doubtful);
  }

  private static @Nullable CalendarDay monthFirst(Scan scan) {
    boolean doubtful = scan.words().doubtful().contains(scan.peek());
    Month month = scan.take(scan.words().months());
    if (month == null) {
      return null;
    }
    scan.take(Particle.THE);
    Numeral number = number(scan);
    return number == null ? null : withYear(scan, month, number, doubtful);
  }

  private static @Nullable Numeral number(Scan scan) {
    Integer ordinal = scan.takeOrdinal();
    if (ordinal != null) {
      return new Numeral(ordinal, true);
    }
    Integer plain = scan.takeWord(Scan::number);
    return plain == null ? null : new Numeral(plain, false);
  }

  private static @Nullable CalendarDay withYear(
      Scan scan, Month month, Numeral number, boolean doubtful) {
    if (number.value() < 1 || number.value() > month.maxLength()) {
      return null;
    }
    MonthDay day = MonthDay.of(month, number.value());
    Integer year = year(scan);
    if (year != null && !day.isValidYear(year)) {
      return null;
    }
    return new CalendarDay(day, year, doubtful && !number.ordinal() && year == null);
  }

  private static @Nullable Integer year(Scan scan) {
    int start = scan.position();
    scan.takeGlued(",");
    Integer year = scan.takeWord(Scan::number);
    if (year == null || year < FIRST_YEAR || year > LAST_YEAR) {
      scan.back(start);
      return null;
    }
    return year;
  }
}
