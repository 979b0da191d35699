package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** "every Monday and Thursday", "every other Friday", "every weekday". */
public record WeekdaysPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    Basis basis = scan.takeEvery();
    if (basis == null) {
      return null;
    }
    int interval = scan.take(Particle.OTHER) ? 2 : 1;
    List<Weekday> group = scan.take(scan.words().groups());
    List<Weekday> weekdays = group == null ? list(scan) : group;
    return weekdays == null ? null : new Meaning.Repeats(Rule.on(interval, weekdays).from(basis));
  }

  /** Distinct, in the order of the week; null if the first word is not a weekday. */
  static @Nullable List<Weekday> list(Scan scan) {
    EnumSet<Weekday> weekdays = EnumSet.noneOf(Weekday.class);
    int end = scan.position();
    Weekday weekday = scan.take(scan.words().weekdays());
    while (weekday != null) {
      weekdays.add(weekday);
      end = scan.position();
      weekday = takeSeparator(scan) ? scan.take(scan.words().weekdays()) : null;
    }
    scan.back(end);
    return weekdays.isEmpty() ? null : List.copyOf(weekdays);
  }

  private static boolean takeSeparator(Scan scan) {
    boolean comma = scan.takeGlued(",");
    boolean and = scan.take(Particle.AND);
    return comma || and;
  }
}
