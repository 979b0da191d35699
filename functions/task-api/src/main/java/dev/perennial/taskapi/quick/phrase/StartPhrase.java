package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import org.jspecify.annotations.Nullable;

/** "from tomorrow", "starting on 3 March". */
public record StartPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    if (!scan.take(Particle.FROM)) {
      return null;
    }
    // "starting from"
    scan.take(Particle.FROM);
    scan.take(Particle.ON);
    Day day = new DayReader(scan, true).read();
    return day == null ? null : new Meaning.FromDay(day);
  }
}
