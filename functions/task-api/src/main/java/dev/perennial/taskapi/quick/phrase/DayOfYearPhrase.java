package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import org.jspecify.annotations.Nullable;

/** "every 3 March". */
public record DayOfYearPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    scan.take(Particle.ON);
    if (!scan.take(Particle.EVERY)) {
      return null;
    }
    CalendarDay day = CalendarDay.read(scan);
    return day == null || day.year() != null ? null : new Meaning.Repeats(Rule.on(day.monthDay()));
  }
}
