package dev.perennial.tasks.recurrence;

import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.events.Recurrence.Nth;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes rules in English. */
public final class RecurrenceDescription {

  private static final int NAMED_DATES = 3;

  private RecurrenceDescription() {}

  /** Such as "every 2 weeks on Monday, Friday, until 2027-01-31". Defaults are left out. */
  public static String of(Recurrence rule) {
    return pattern(rule) + basis(rule.basis()) + exceptions(rule) + end(rule.end());
  }

  /**
   * The date from which the rule counts, as text to append to the pattern; empty for the default.
   */
  public static String basis(Basis basis) {
    return basis == Basis.COMPLETION ? " after completion" : "";
  }

  /**
   * The English name of a day or a month. The JDK's names are not used, because loading its locale
   * data is slow.
   */
  public static String name(Enum<?> dayOrMonth) {
    String name = dayOrMonth.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String pattern(Recurrence rule) {
    if (rule.frequency() == Frequency.CUSTOM) {
      return "by " + rule.rrule();
    }
    String unit = unit(rule.frequency());
    return "every "
        + (rule.interval() == 1 ? unit : rule.interval() + " " + unit + "s")
        + days(rule);
  }

  private static String unit(Frequency frequency) {
    return switch (frequency) {
      case DAILY -> "day";
      case WEEKLY -> "week";
      case MONTHLY -> "month";
      case YEARLY -> "year";
      case CUSTOM -> throw new IllegalArgumentException("no unit of time");
    };
  }

  private static String days(Recurrence rule) {
    if (rule.weekdays() != null) {
      return rule.weekdays().stream()
          .map(weekday -> name(weekday.day()))
          .collect(Collectors.joining(", ", " on ", ""));
    }
    if (rule.nth() != null) {
      return " on the " + of(rule.nth());
    }
    return rule.monthDay() == null ? "" : " on " + day(rule.monthDay());
  }

  private static String of(Nth nth) {
    return ordinal(nth.ordinal()) + " " + name(nth.weekday().day());
  }

  private static String ordinal(int ordinal) {
    return switch (ordinal) {
      case 1 -> "1st";
      case 2 -> "2nd";
      case 3 -> "3rd";
      case -1 -> "last";
      default -> ordinal + "th";
    };
  }

  private static String day(int ofMonth) {
    return ofMonth < 0 ? "the last day" : "day " + ofMonth;
  }

  private static String exceptions(Recurrence rule) {
    String keepsMissed =
        (rule.missed() == Missed.KEEP ? ", none is passed over" : "")
            + (rule.except() == null ? "" : ", except " + except(rule.except()))
            + (rule.dueAfter() == null ? "" : ", due " + rule.dueAfter() + " later");
    MonthEnd defaultMonthEnd = MonthEnd.defaultFor(rule.frequency());
    if (rule.monthEnd() == defaultMonthEnd
        || !Recurrence.mayLackItsDay(rule.frequency(), rule.monthDay(), rule.nth())) {
      return keepsMissed;
    }
    return keepsMissed
        + (rule.monthEnd() == MonthEnd.OMIT
            ? ", not in a month without the day"
            : ", at the end of a month without the day");
  }

  private static String except(List<LocalDate> dates) {
    return dates.size() > NAMED_DATES
        ? dates.size() + " dates"
        : dates.stream().map(LocalDate::toString).collect(Collectors.joining(", "));
  }

  private static String end(Recurrence.@Nullable End end) {
    if (end == null) {
      return "";
    }
    return end.after() == null ? ", until " + end.until() : ", " + end.after() + " in all";
  }
}
