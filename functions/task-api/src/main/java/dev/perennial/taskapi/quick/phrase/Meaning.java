package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.TaskSnapshot.Priority;
import java.time.LocalTime;

/** The meaning of a phrase for the task. */
public sealed interface Meaning {

  record Tagged(String tag) implements Meaning {}

  record HasPriority(Priority priority) implements Meaning {}

  record OnDay(Day day) implements Meaning {}

  /** The day from which a recurrence starts. */
  record FromDay(Day day) implements Meaning {}

  record AtTime(LocalTime time) implements Meaning {}

  record Repeats(Rule rule) implements Meaning {}

  record FromCompletion() implements Meaning {}

  record EndsAfter(int times) implements Meaning {}

  record EndsOn(Day day) implements Meaning {}

  /** A line uses one phrase of each kind, except for tags. */
  enum Kind {
    TAG,
    PRIORITY,
    DATE,
    TIME,
    RECURRENCE,
    BASIS,
    END
  }

  default Kind kind() {
    return switch (this) {
      case Tagged _ -> Kind.TAG;
      case HasPriority _ -> Kind.PRIORITY;
      case OnDay _, FromDay _ -> Kind.DATE;
      case AtTime _ -> Kind.TIME;
      case Repeats _ -> Kind.RECURRENCE;
      case FromCompletion _ -> Kind.BASIS;
      case EndsAfter _, EndsOn _ -> Kind.END;
    };
  }

  /** Whether it has no effect without a recurrence. */
  default boolean needsRule() {
    return switch (this) {
      case FromDay _, FromCompletion _, EndsAfter _, EndsOn _ -> true;
      case Tagged _, HasPriority _, OnDay _, AtTime _, Repeats _ -> false;
    };
  }
}
