package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.taskapi.quick.text.PartOfDay;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import org.jspecify.annotations.Nullable;

/** "tomorrow", "on Friday", "due by 3 March", "in 3 weeks", "tonight", "this evening". */
public record DatePhrase() implements PhraseMatcher {

  private static final Day TODAY = new Day.Relative(0, Frequency.DAILY);

  @Override
  public @Nullable Meaning match(Scan scan) {
    boolean due = scan.take(Particle.DUE);
    boolean led = scan.take(Particle.ON) || scan.take(Particle.BY) || takeAt(scan) || due;
    boolean introduced = led || scan.take(Particle.FOR);
    if (!introduced && scan.isGoverned()) {
      return null;
    }
    if (introduced && scan.isCountedFrom()) {
      return null;
    }
    PartOfDay part = todaysPart(scan);
    Day day = part == null ? new DayReader(scan, led).read() : TODAY;
    return day == null || scan.isPartOfName() ? null : new Meaning.OnDay(day, part);
  }

  /** Only "at the end of" and "at the weekend"; elsewhere "at" is followed by a time or a place. */
  private static boolean takeAt(Scan scan) {
    int start = scan.position();
    if (!scan.take(Particle.AT)) {
      return false;
    }
    String noun = scan.sees(Particle.THE) ? scan.peekSecond() : scan.peek();
    boolean fits =
        scan.words().is(Particle.END, noun) || scan.words().context().occasions().contains(noun);
    if (!fits) {
      scan.back(start);
    }
    return fits;
  }

  private static @Nullable PartOfDay todaysPart(Scan scan) {
    int start = scan.position();
    if (scan.take(Particle.TONIGHT)) {
      return PartOfDay.NIGHT;
    }
    PartOfDay part = scan.take(Particle.THIS) ? scan.take(scan.words().partsOfDay()) : null;
    if (part == null) {
      scan.back(start);
    }
    return part;
  }
}
