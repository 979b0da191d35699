package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import dev.perennial.taskapi.quick.text.Words.Span;
import dev.perennial.tasks.series.Series;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** "daily", "every 3 days", "every other week on Monday", "monthly on the 31st". */
public record IntervalPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    Span adverb = scan.isGoverned() ? null : scan.take(scan.words().everyUnit());
    if (adverb != null) {
      return scan.isPartOfName() ? null : new Meaning.Repeats(onItsDays(scan, adverb));
    }
    Basis basis = scan.takeEvery();
    // "the second week of every month"
    if (basis == null || scan.words().is(Particle.OF, scan.before(1))) {
      return null;
    }
    int interval = interval(scan);
    Span unit = scan.take(scan.words().units());
    if (unit == null || interval < 1 || interval * unit.count() > Series.MAX_INTERVAL) {
      return null;
    }
    Span span = new Span(interval * unit.count(), unit.unit());
    Rule rule = onItsDays(scan, span).from(basis);
    boolean isTitle = scan.isPartOfName() && scan.isLastCapitalized();
    return isTitle ? null : new Meaning.Repeats(rule);
  }

  private static int interval(Scan scan) {
    if (scan.take(Particle.OTHER)) {
      return 2;
    }
    Integer number = scan.takeNumber();
    Integer interval = number == null ? scan.takeOrdinal() : number;
    return interval == null ? 1 : interval;
  }

  private static Rule onItsDays(Scan scan, Span span) {
    int interval = span.count();
    Frequency unit = span.unit();
    int start = scan.position();
    if (unit == Frequency.WEEKLY && scan.take(Particle.ON)) {
      List<Weekday> weekdays = WeekdaysPhrase.list(scan);
      if (weekdays != null) {
        return Rule.on(interval, weekdays);
      }
    }
    if (unit == Frequency.MONTHLY && scan.take(Particle.ON)) {
      DayOfMonth day = DayOfMonth.read(scan);
      if (day != null && !day.mayCount(scan)) {
        var _ = DayOfMonth.takeOfTheMonth(scan);
        return Rule.on(interval, day);
      }
    }
    scan.back(start);
    return Rule.every(interval, unit);
  }
}
