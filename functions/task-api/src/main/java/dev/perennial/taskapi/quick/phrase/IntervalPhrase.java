package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import dev.perennial.tasks.series.Series;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** "daily", "every 3 days", "every other week on Monday", "monthly on the 31st". */
public record IntervalPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    Frequency adverb = scan.take(scan.words().everyUnit());
    if (adverb != null) {
      return new Meaning.Repeats(onItsDays(scan, 1, adverb));
    }
    Basis basis = scan.takeEvery();
    if (basis == null) {
      return null;
    }
    int interval = interval(scan);
    Frequency unit = scan.take(scan.words().units());
    if (unit == null || interval < 1 || interval > Series.MAX_INTERVAL) {
      return null;
    }
    return new Meaning.Repeats(onItsDays(scan, interval, unit).from(basis));
  }

  private static int interval(Scan scan) {
    if (scan.take(Particle.OTHER)) {
      return 2;
    }
    Integer number = scan.takeNumber();
    Integer interval = number == null ? scan.takeOrdinal() : number;
    return interval == null ? 1 : interval;
  }

  private static Rule onItsDays(Scan scan, int interval, Frequency unit) {
    int start = scan.position();
    if (unit == Frequency.WEEKLY && scan.take(Particle.ON)) {
      List<Weekday> weekdays = WeekdaysPhrase.list(scan);
      if (weekdays != null) {
        return Rule.on(interval, weekdays);
      }
    }
    if (unit == Frequency.MONTHLY && scan.take(Particle.ON)) {
      DayOfMonth day = DayOfMonth.read(scan);
      if (day != null) {
        var _ = DayOfMonth.takeOfTheMonth(scan);
        return Rule.on(interval, day);
      }
    }
    scan.back(start);
    return Rule.every(interval, unit);
  }
}
