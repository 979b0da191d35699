package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import org.jspecify.annotations.Nullable;

/**
 * "every last Friday", "every 2nd Tuesday of the month", "on the last day of the month". A day
 * needs its month: neither "every last day" nor "on the 2nd floor" is a recurrence.
 */
public record DayOfMonthPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    Basis basis = scan.takeEvery();
    if (basis == null && !scan.take(Particle.ON)) {
      return null;
    }
    DayOfMonth day = DayOfMonth.read(scan);
    if (day == null) {
      return null;
    }
    boolean ofTheMonth = DayOfMonth.takeOfTheMonth(scan);
    boolean clear = ofTheMonth || (basis != null && day.nth() != null);
    return clear
        ? new Meaning.Repeats(Rule.on(1, day).from(basis == null ? Basis.DUE : basis))
        : null;
  }
}
