package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import dev.perennial.tasks.series.Series;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a day, without a preposition before it.
 *
 * @param led whether a word such as "on" precedes it; words with another meaning, such as "sun",
 *     are read as a day only then
 */
record DayReader(Scan scan, boolean led) {

  /** Checked before parsing, since an exception for each word would cost more than all the rest. */
  private static final Pattern ISO_DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private interface Form {
    @Nullable Day read(DayReader reader);
  }

  private static final List<Form> FORMS =
      List.of(
          DayReader::fromToday,
          DayReader::weekday,
          DayReader::calendarDay,
          DayReader::isoDate,
          DayReader::inSomeUnits);

  @Nullable Day read() {
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

  private @Nullable Day fromToday() {
    Integer days = scan.take(scan.words().daysFromToday());
    return days == null ? null : Day.in(days, Frequency.DAILY);
  }

  private @Nullable Day weekday() {
    boolean next = scan.take(Particle.NEXT);
    boolean here = !next && scan.take(Particle.THIS);
    if (!led && !next && !here && scan.words().doubtful().contains(scan.peek())) {
      return null;
    }
    Weekday weekday = scan.take(scan.words().weekdays());
    if (weekday == null) {
      return null;
    }
    if (next) {
      return Day.nextWeeks(weekday.day());
    }
    return here ? Day.thisWeeks(weekday.day()) : Day.coming(weekday.day());
  }

  private @Nullable Day calendarDay() {
    CalendarDay day = CalendarDay.read(scan);
    return day == null || (day.doubtful() && !led) ? null : day.day();
  }

  private @Nullable Day isoDate() {
    LocalDate date = scan.takeWord(DayReader::date);
    return date == null ? null : Day.date(date);
  }

  private static @Nullable LocalDate date(String word) {
    if (!ISO_DATE.matcher(word).matches()) {
      return null;
    }
    try {
      LocalDate date = LocalDate.parse(word);
      return date.isBefore(Series.FIRST_DATE) || date.isAfter(Series.LAST_DATE) ? null : date;
    } catch (DateTimeParseException notADate) {
      return null;
    }
  }

  private @Nullable Day inSomeUnits() {
    if (led || !scan.take(Particle.IN)) {
      return null;
    }
    Integer count = scan.take(Particle.A) ? Integer.valueOf(1) : scan.takeNumber();
    Frequency unit = scan.take(scan.words().units());
    return count == null || count > Series.MAX_INTERVAL || unit == null
        ? null
        : Day.in(count, unit);
  }
}
