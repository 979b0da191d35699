package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.taskapi.quick.text.PartOfDay;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import org.jspecify.annotations.Nullable;

/** "every morning", "in the evening", "at night", and "morning" after a day. */
public record PartPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    Basis basis = scan.takeEvery();
    if (basis != null) {
      PartOfDay part = scan.take(scan.words().partsOfDay());
      Rule daily = Rule.every(1, Frequency.DAILY).from(basis);
      return part == null ? null : new Meaning.Repeats(daily, part);
    }
    boolean night = scan.take(Particle.AT);
    boolean led = night || (scan.take(Particle.IN) && scan.take(Particle.THE));
    PartOfDay part = led || scan.isAfterDay() ? scan.take(scan.words().partsOfDay()) : null;
    boolean fits =
        part != null
            && night == (led && part == PartOfDay.NIGHT)
            && !scan.sees(Particle.OF)
            && !scan.isPartOfName();
    return fits ? new Meaning.InPart(part) : null;
  }
}
