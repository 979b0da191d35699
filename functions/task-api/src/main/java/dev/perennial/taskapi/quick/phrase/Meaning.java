package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.taskapi.quick.text.PartOfDay;
import dev.perennial.taskapi.quick.text.Words.Span;
import java.time.Duration;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** The meaning of a phrase for the task. */
public sealed interface Meaning {

  record Tagged(String tag) implements Meaning {}

  record HasPriority(Priority priority) implements Meaning {}

  /**
   * @param part of "tonight" and "this morning"; otherwise null
   */
  record OnDay(Day day, @Nullable PartOfDay part) implements Meaning {}

  /** The second phrase of a day that two phrases name together. */
  record AlsoOnDay(Day day) implements Meaning {}

  /** The day from which a recurrence starts. */
  record FromDay(Day day) implements Meaning {}

  /** A day and a time, counted from now. */
  record AtMoment(Duration fromNow) implements Meaning {}

  /**
   * @param twelveHours whether it may be before or after noon: "at 8"
   */
  record AtTime(LocalTime time, boolean twelveHours) implements Meaning {}

  record InPart(PartOfDay part) implements Meaning {}

  /**
   * @param part of "every morning"; otherwise null
   */
  record Repeats(Rule rule, @Nullable PartOfDay part) implements Meaning {

    public Repeats(Rule rule) {
      this(rule, null);
    }
  }

  record FromCompletion() implements Meaning {}

  record EndsAfter(int times) implements Meaning {}

  record EndsOn(Day day) implements Meaning {}

  /** Ends on the last day of this period, which starts with the first occurrence. */
  record EndsIn(Span period) implements Meaning {}

  /** A line uses one phrase of each kind, except for tags. */
  enum Kind {
    TAG,
    PRIORITY,
    DATE,
    MOMENT,
    TIME,
    PART,
    RECURRENCE,
    BASIS,
    END
  }

  default Kind kind() {
    return switch (this) {
      case Tagged _ -> Kind.TAG;
      case HasPriority _ -> Kind.PRIORITY;
      case OnDay _, AlsoOnDay _, FromDay _ -> Kind.DATE;
      case AtMoment _ -> Kind.MOMENT;
      case AtTime _ -> Kind.TIME;
      case InPart _ -> Kind.PART;
      case Repeats _ -> Kind.RECURRENCE;
      case FromCompletion _ -> Kind.BASIS;
      case EndsAfter _, EndsOn _, EndsIn _ -> Kind.END;
    };
  }

  /** Whether it decides when the task is due. */
  default boolean isSchedule() {
    return kind() != Kind.TAG && kind() != Kind.PRIORITY;
  }

  /** Whether it has no effect without a recurrence. */
  default boolean needsRule() {
    return switch (this) {
      case FromDay _, FromCompletion _, EndsAfter _, EndsOn _, EndsIn _ -> true;
      case Tagged _,
          HasPriority _,
          OnDay _,
          AlsoOnDay _,
          AtMoment _,
          AtTime _,
          InPart _,
          Repeats _ ->
          false;
    };
  }
}
