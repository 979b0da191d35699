package dev.perennial.taskapi.quick;

import dev.perennial.taskapi.quick.Words.Particle;
import org.jspecify.annotations.Nullable;

/** "tomorrow", "on Friday", "by 3 March", "in 3 weeks". */
record DatePhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    boolean led = scan.take(Particle.ON) || scan.take(Particle.BY);
    Day day = new DayReader(scan, led).read();
    return day == null ? null : new Meaning.OnDay(day);
  }
}
