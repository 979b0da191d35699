package dev.perennial.taskapi.quick;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.RecurrenceWords;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Locale;
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
    return RecurrenceWords.of(rule.recurrence(Basis.DUE, null))
        + day(rule.dayOfYear())
        + RecurrenceWords.basis(rule.basis());
  }

  private static String day(@Nullable MonthDay ofYear) {
    return ofYear == null
        ? ""
        : " on " + ofYear.getDayOfMonth() + " " + RecurrenceWords.name(ofYear.getMonth());
  }
}
