package dev.perennial.taskapi.quick;

import dev.perennial.events.TaskSnapshot.Priority;
import java.time.LocalTime;

/** What a phrase says about the task. */
sealed interface Meaning {

  record Tagged(String tag) implements Meaning {}

  record Matters(Priority priority) implements Meaning {}

  record OnDay(Day day) implements Meaning {}

  /** The day from which a recurrence starts. */
  record FromDay(Day day) implements Meaning {}

  record AtTime(LocalTime time) implements Meaning {}

  record Repeats(Rule rule) implements Meaning {}

  record FromCompletion() implements Meaning {}

  record EndsAfter(int times) implements Meaning {}

  record EndsOn(Day day) implements Meaning {}

  /** Only one of a kind is understood, but for tags. */
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
      case Matters _ -> Kind.PRIORITY;
      case OnDay _, FromDay _ -> Kind.DATE;
      case AtTime _ -> Kind.TIME;
      case Repeats _ -> Kind.RECURRENCE;
      case FromCompletion _ -> Kind.BASIS;
      case EndsAfter _, EndsOn _ -> Kind.END;
    };
  }

  /** Says nothing without a recurrence. */
  default boolean needsRule() {
    return switch (this) {
      case FromDay _, FromCompletion _, EndsAfter _, EndsOn _ -> true;
      case Tagged _, Matters _, OnDay _, AtTime _, Repeats _ -> false;
    };
  }
}
