package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.tasks.recurrence.RefusedRule;
import dev.perennial.tasks.recurrence.Rrule;
import dev.perennial.tasks.recurrence.RruleSimplifier;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts an RRULE into a recurrence, structured if possible. */
final class RruleReader {

  private RruleReader() {}

  /**
   * @param start from which the rule counts; null if it is not known yet
   * @param zone of the start
   * @throws RefusedRule if it is not a rule that gives dates
   */
  static Recurrence read(String text, @Nullable Due start, ZoneId zone) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    boolean clamps = upper.contains("SKIP=BACKWARD");
    LocalTime time = start == null ? null : start.time();
    String rfc5545 =
        Stream.of(upper.split(";"))
            .filter(part -> !part.matches("RSCALE=GREGORIAN|SKIP=(BACKWARD|OMIT)"))
            .filter(part -> start == null || !saysTimeOf(time, part))
            .reduce((one, other) -> one + ";" + other)
            .orElse("");
    Rrule rrule = Rrule.parse(start != null && time == null ? Rrule.ofDates(rfc5545) : rfc5545);
    if (rrule.isEmpty(start == null ? null : start.date(), clamps)) {
      throw new RefusedRule("gives no date");
    }
    Recurrence custom = custom(rrule, clamps, time, zone);
    return start == null ? custom : RruleSimplifier.simplify(custom, start.date());
  }

  /** Whether the part only repeats the time of the start. */
  private static boolean saysTimeOf(@Nullable LocalTime time, String part) {
    return time != null
        && (part.matches("BYHOUR=0?" + time.getHour())
            || part.matches("BYMINUTE=0?" + time.getMinute())
            || part.matches("BYSECOND=0?" + time.getSecond()));
  }

  private static Recurrence custom(
      Rrule rrule, boolean clamps, @Nullable LocalTime time, ZoneId zone) {
    Integer count = rrule.count();
    LocalDate until = rrule.until(time, () -> zone);
    return new Recurrence(
        Frequency.CUSTOM,
        1,
        null,
        null,
        null,
        rrule.endless(),
        Basis.DUE,
        Missed.SKIP,
        clamps ? MonthEnd.CLAMP : MonthEnd.OMIT,
        count == null && until == null ? null : new End(count, until));
  }
}
