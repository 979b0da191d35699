package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.Words.Particle;
import org.jspecify.annotations.Nullable;

/** "every 3 March". */
record DayOfYearPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    if (!scan.take(Particle.EVERY)) {
      return null;
    }
    CalendarDay day = CalendarDay.read(scan);
    return day == null || day.year() != null ? null : new Meaning.Repeats(Rule.on(day.monthDay()));
  }
}
