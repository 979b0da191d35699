package dev.perennial.taskapi.quick;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Nth;
import dev.perennial.events.Recurrence.Weekday;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what a phrase was taken for, in the same words whatever the language it was typed in.
 *
 * @param until when the recurrence ends; null if no phrase says so
 */
record Wording(LocalDate today, @Nullable LocalDate until) {

  String of(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Tagged(String tag) -> "tag: " + tag;
      case Meaning.Matters(var priority) -> "priority: " + priority.name().toLowerCase(Locale.ROOT);
      case Meaning.OnDay(Day day) -> "date: " + day.seenFrom(today);
      case Meaning.FromDay(Day day) -> "date: " + day.seenFrom(today);
      case Meaning.AtTime(var time) -> "time: " + time;
      case Meaning.Repeats(Rule rule) -> "recurrence: " + of(rule);
      case Meaning.FromCompletion() -> "basis: completion";
      case Meaning.EndsAfter(int times) -> "end: after " + times;
      case Meaning.EndsOn _ -> "end: until " + until;
    };
  }

  private static String of(Rule rule) {
    String unit = unit(rule.frequency());
    String every = rule.interval() == 1 ? unit : rule.interval() + " " + unit + "s";
    String basis = rule.basis() == Basis.COMPLETION ? " after completion" : "";
    return "every " + every + days(rule) + basis;
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

  private static String days(Rule rule) {
    if (rule.weekdays() != null) {
      return rule.weekdays().stream()
          .map(Wording::dayName)
          .collect(Collectors.joining(", ", " on ", ""));
    }
    if (rule.dayOfMonth() != null) {
      return " on " + of(rule.dayOfMonth());
    }
    if (rule.dayOfYear() != null) {
      var month = name(rule.dayOfYear().getMonth());
      return " on " + rule.dayOfYear().getDayOfMonth() + " " + month;
    }
    return "";
  }

  private static String of(DayOfMonth day) {
    Nth nth = day.nth();
    if (nth != null) {
      return "the " + ordinal(nth.ordinal()) + " " + dayName(nth.weekday());
    }
    Integer number = day.day();
    return number == null || number < 0 ? "the last day" : "day " + number;
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

  private static String dayName(Weekday weekday) {
    return name(weekday.day());
  }

  /** Spelled here, for the JDK's names come from locale data that takes long to load. */
  private static String name(Enum<?> dayOrMonth) {
    String name = dayOrMonth.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
