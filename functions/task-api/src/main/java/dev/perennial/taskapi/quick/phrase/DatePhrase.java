package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import org.jspecify.annotations.Nullable;

/** "tomorrow", "on Friday", "by 3 March", "in 3 weeks". */
public record DatePhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    boolean led = scan.take(Particle.ON) || scan.take(Particle.BY);
    Day day = new DayReader(scan, led).read();
    return day == null ? null : new Meaning.OnDay(day);
  }
}
