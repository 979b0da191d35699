package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import dev.perennial.tasks.series.Series;
import org.jspecify.annotations.Nullable;

/** "until 1 June", "for 5 times", "10 times". */
public record EndPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    return scan.take(Particle.UNTIL) ? until(scan) : times(scan);
  }

  private static @Nullable Meaning until(Scan scan) {
    Day day = new DayReader(scan, true).read();
    return day == null ? null : new Meaning.EndsOn(day);
  }

  private static @Nullable Meaning times(Scan scan) {
    scan.take(Particle.FOR);
    Integer times = scan.takeNumber();
    boolean fits =
        times != null
            && times >= 1
            && times <= Series.MAX_INTERVAL
            && scan.take(Particle.TIMES)
            && !isFrequencyWithinDay(scan);
    return fits ? new Meaning.EndsAfter(times) : null;
  }

  /** "3 times a day" and "10 times every morning" are not ends of a recurrence. */
  private static boolean isFrequencyWithinDay(Scan scan) {
    return scan.sees(Particle.PER)
        || scan.sees(Particle.EVERY)
        || scan.words().everyUnit().containsKey(scan.peek());
  }
}
