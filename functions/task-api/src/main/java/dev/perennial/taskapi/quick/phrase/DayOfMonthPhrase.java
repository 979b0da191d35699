package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import org.jspecify.annotations.Nullable;

/**
 * "every last Friday", "every 15th", "every last workday", "on the last day of the month". Other
 * days need their month: neither "every last day" nor "on the 2nd" is a recurrence.
 */
public record DayOfMonthPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    Basis basis = scan.takeEvery();
    boolean led = basis != null || scan.take(Particle.ON);
    if (!led && !scan.take(Particle.BY) && scan.isGoverned()) {
      return null;
    }
    DayOfMonth day = DayOfMonth.read(scan);
    if (day == null) {
      return null;
    }
    if (!led && !(scan.sees(Particle.OF) && scan.words().is(Particle.EVERY, scan.peekSecond()))) {
      // "the last day of the month" may be a single one.
      return null;
    }
    boolean ofTheMonth = DayOfMonth.takeOfTheMonth(scan);
    boolean named = day.nth() != null || (day.parts() != null && !day.counts());
    boolean clear =
        ofTheMonth || (basis != null && (named || (day.counts() && !day.mayCount(scan))));
    return clear
        ? new Meaning.Repeats(Rule.on(1, day).from(basis == null ? Basis.DUE : basis))
        : null;
  }
}
