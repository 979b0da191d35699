package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import dev.perennial.taskapi.quick.text.Words.Span;
import dev.perennial.tasks.series.Series;
import org.jspecify.annotations.Nullable;

/** "until 1 June", "for 3 weeks", "for 5 times", "10 times". */
public record EndPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    return scan.take(Particle.UNTIL) ? until(scan) : times(scan);
  }

  private static @Nullable Meaning until(Scan scan) {
    scan.take(Particle.ON);
    Day day = new DayReader(scan, true).read();
    return day == null ? null : new Meaning.EndsOn(day);
  }

  private static @Nullable Meaning times(Scan scan) {
    if (scan.take(Particle.FOR)) {
      int start = scan.position();
      Integer count = RelativeDay.countOf(scan);
      Span unit = scan.take(scan.words().units());
      if (unit != null) {
        return period(count, unit);
      }
      scan.back(start);
    }
    Integer times = scan.takeNumber();
    boolean fits =
        times != null
            && times >= 1
            && times <= Series.MAX_INTERVAL
            && scan.take(Particle.TIMES)
            && !isFrequencyWithinDay(scan);
    return fits ? new Meaning.EndsAfter(times) : null;
  }

  private static @Nullable Meaning period(@Nullable Integer count, Span unit) {
    boolean fits = count != null && count >= 1 && count * unit.count() <= Series.MAX_INTERVAL;
    return fits ? new Meaning.EndsIn(new Span(count * unit.count(), unit.unit())) : null;
  }

  /** "3 times a day" and "10 times every morning" are not ends of a recurrence. */
  private static boolean isFrequencyWithinDay(Scan scan) {
    return scan.sees(Particle.PER)
        || scan.sees(Particle.EVERY)
        || scan.words().everyUnit().containsKey(scan.peek());
  }
}
