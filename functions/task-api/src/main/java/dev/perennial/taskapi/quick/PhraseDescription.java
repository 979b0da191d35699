package dev.perennial.taskapi.quick;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.taskapi.quick.phrase.Day;
import dev.perennial.taskapi.quick.phrase.Meaning;
import dev.perennial.taskapi.quick.phrase.Rule;
import dev.perennial.taskapi.quick.text.PartOfDay;
import dev.perennial.tasks.recurrence.RecurrenceDescription;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes the meaning of a phrase in a fixed form that does not depend on the language typed.
 *
 * @param due when the task is due; null without a due date
 * @param time of day; null if it is all-day
 * @param until when the recurrence ends; null if no phrase gives an end
 */
record PhraseDescription(
    LocalDate today, @Nullable LocalDate due, @Nullable LocalTime time, @Nullable LocalDate until) {

  /** The word with which {@link #of} starts. */
  static String kind(Meaning meaning) {
    return switch (meaning.kind()) {
      case TAG -> "tag";
      case PRIORITY -> "priority";
      case DATE, MOMENT -> "date";
      case TIME, PART -> "time";
      case RECURRENCE -> "recurrence";
      case BASIS -> "basis";
      case END -> "end";
    };
  }

  String of(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Tagged(String tag) -> "tag: " + tag;
      case Meaning.HasPriority(var priority) ->
          "priority: " + priority.name().toLowerCase(Locale.ROOT);
      case Meaning.OnDay(Day day, var part) -> "date: " + day.from(today) + time(part);
      case Meaning.AlsoOnDay(Day day) -> "date: " + day.from(today);
      case Meaning.FromDay(Day day) -> "date: " + day.from(today);
      case Meaning.AtMoment _ -> "date: " + due + ", time: " + time;
      case Meaning.AtTime _, Meaning.InPart _ -> "time: " + time;
      case Meaning.Repeats(Rule rule, var part) -> "recurrence: " + of(rule) + time(part);
      case Meaning.FromCompletion() -> "basis: completion";
      case Meaning.EndsAfter(int times) -> "end: after " + times;
      case Meaning.EndsOn _, Meaning.EndsIn _ -> "end: until " + until;
    };
  }

  private String time(@Nullable PartOfDay part) {
    return part == null ? "" : ", time: " + time;
  }

  private static String of(Rule rule) {
    return RecurrenceDescription.of(rule.recurrence(Basis.DUE, null))
        + day(rule.dayOfYear())
        + RecurrenceDescription.basis(rule.basis());
  }

  private static String day(@Nullable MonthDay ofYear) {
    return ofYear == null
        ? ""
        : " on " + ofYear.getDayOfMonth() + " " + RecurrenceDescription.name(ofYear.getMonth());
  }
}
