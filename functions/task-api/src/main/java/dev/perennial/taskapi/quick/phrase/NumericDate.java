package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.tasks.series.Series;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date in digits: "2026-12-24", "24.12.2026", "24/12/2026", and after a preposition "24.12." and
 * "24/12". With slashes it is read only if one of day and month is more than 12; 3/4 is March in
 * one country and April in another.
 */
final class NumericDate {

  private static final Pattern YEAR_FIRST =
      Pattern.compile(
          "(?<year>\\d{4})(?:-(?<month>\\d{2})-|/(?<month2>\\d{1,2})/)(?<day>\\d{1,2})");
  private static final Pattern DAY_AND_MONTH =
      Pattern.compile("(?<one>\\d{1,2})(?<mark>[./])(?<two>\\d{1,2})(?:\\k<mark>(?<year>\\d{4}))?");
  private static final int MONTHS = 12;

  private NumericDate() {}

  /**
   * @param led whether a preposition precedes it
   */
  static @Nullable Day read(Scan scan, boolean led) {
    LocalDate date = scan.takeWord(NumericDate::yearFirst);
    if (date != null) {
      return Day.date(date);
    }
    Matcher parts = scan.takeWord(NumericDate::dayAndMonth);
    if (parts == null) {
      return null;
    }
    MonthDay day = monthDay(parts);
    if (day == null) {
      return null;
    }
    if (parts.group("year") != null) {
      int year = Integer.parseInt(parts.group("year"));
      return day.isValidYear(year) ? inRange(day.atYear(year)) : null;
    }
    boolean dotted = parts.group("mark").equals(".");
    boolean clear = !dotted || scan.takeGlued(".");
    return led && clear ? Day.everyYears(day) : null;
  }

  private static @Nullable Matcher dayAndMonth(String word) {
    Matcher parts = DAY_AND_MONTH.matcher(word);
    return parts.matches() ? parts : null;
  }

  /** Null if it does not exist, or may be either of two. */
  private static @Nullable MonthDay monthDay(Matcher parts) {
    int one = Integer.parseInt(parts.group("one"));
    int two = Integer.parseInt(parts.group("two"));
    if (parts.group("mark").equals(".")) {
      return monthDay(two, one);
    }
    if (one <= MONTHS && two <= MONTHS && one != two) {
      return null;
    }
    return two > MONTHS ? monthDay(one, two) : monthDay(two, one);
  }

  private static @Nullable MonthDay monthDay(int month, int day) {
    try {
      return MonthDay.of(month, day);
    } catch (DateTimeException notADay) {
      return null;
    }
  }

  private static @Nullable LocalDate yearFirst(String word) {
    Matcher parts = YEAR_FIRST.matcher(word);
    if (!parts.matches()) {
      return null;
    }
    String month = parts.group("month") == null ? parts.group("month2") : parts.group("month");
    MonthDay day = monthDay(Integer.parseInt(month), Integer.parseInt(parts.group("day")));
    int year = Integer.parseInt(parts.group("year"));
    boolean exists = day != null && day.isValidYear(year);
    LocalDate date = exists ? day.atYear(year) : null;
    return date == null || date.isBefore(Series.FIRST_DATE) || date.isAfter(Series.LAST_DATE)
        ? null
        : date;
  }

  private static @Nullable Day inRange(LocalDate date) {
    return date.isBefore(Series.FIRST_DATE) || date.isAfter(Series.LAST_DATE)
        ? null
        : Day.date(date);
  }
}
