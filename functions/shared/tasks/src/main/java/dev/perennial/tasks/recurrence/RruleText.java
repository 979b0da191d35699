package dev.perennial.tasks.recurrence;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.events.Recurrence.Nth;
import dev.perennial.events.Recurrence.Weekday;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes rules as RRULEs of RFC 5545 (section 3.3.10). Days that a short month may have moved are
 * written out instead of left to DTSTART, so that the text gives the same dates from any occurrence
 * on. A clamped day of a structured rule is written with BYMONTHDAY and BYSETPOS, which every
 * reader of RFC 5545 supports, and not with SKIP (RFC 7529), which few do.
 */
public final class RruleText {

  private static final int SHORTEST_MONTH = 28;
  private static final int LONGEST_MONTH = 31;
  private static final int FIFTH = 5;
  private static final Pattern BY_DAY = Pattern.compile("BY(MONTHDAY|YEARDAY|WEEKNO|DAY)=");
  private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  private final Recurrence rule;
  private final Due anchor;
  private final StringJoiner text = new StringJoiner(";");

  private RruleText(Recurrence rule, Due anchor) {
    this.rule = rule;
    this.anchor = anchor;
  }

  /**
   * @param anchor from which the rule counts
   * @param number of the occurrence at which the text starts, from 1
   */
  public static String of(Recurrence rule, Due anchor, int number) {
    return new RruleText(rule, anchor).write(number);
  }

  private String write(int number) {
    switch (rule.frequency()) {
      case DAILY -> start("DAILY");
      case WEEKLY -> weekly();
      case MONTHLY -> monthly();
      case YEARLY -> yearly();
      case CUSTOM -> custom();
    }
    end(rule.end(), number);
    return text.toString();
  }

  private void start(String freq) {
    text.add("FREQ=" + freq);
    if (rule.interval() != 1) {
      text.add("INTERVAL=" + rule.interval());
    }
  }

  private void weekly() {
    start("WEEKLY");
    text.add("WKST=MO");
    String days =
        rule.weekdays() == null
            ? Weekday.of(anchor.date().getDayOfWeek()).name()
            : rule.weekdays().stream().map(Weekday::name).collect(Collectors.joining(","));
    text.add("BYDAY=" + days);
  }

  private void monthly() {
    start("MONTHLY");
    Nth nth = rule.nth();
    if (nth != null) {
      int ordinal = nth.ordinal() == FIFTH && clamps() ? -1 : nth.ordinal();
      text.add("BYDAY=" + ordinal + nth.weekday());
    } else {
      day(rule.monthDay() == null ? anchor.date().getDayOfMonth() : rule.monthDay());
    }
  }

  private void yearly() {
    start("YEARLY");
    text.add("BYMONTH=" + anchor.date().getMonthValue());
    day(anchor.date().getDayOfMonth());
  }

  private void day(int day) {
    if (day <= SHORTEST_MONTH || !clamps()) {
      text.add("BYMONTHDAY=" + day);
    } else if (day == LONGEST_MONTH) {
      text.add("BYMONTHDAY=-1");
    } else {
      text.add(
          "BYMONTHDAY="
              + IntStream.rangeClosed(SHORTEST_MONTH, day)
                  .mapToObj(String::valueOf)
                  .collect(Collectors.joining(",")));
      text.add("BYSETPOS=-1");
    }
  }

  private void custom() {
    String own = Rrule.parse(String.valueOf(rule.rrule())).endless();
    text.add(clamps() ? "RSCALE=GREGORIAN;" + own + dayOfAnchor(own) + ";SKIP=BACKWARD" : own);
  }

  /** The day that the rule takes from its start date, if a short month may have moved that. */
  private String dayOfAnchor(String own) {
    int day = anchor.date().getDayOfMonth();
    boolean isYearly = own.contains("FREQ=YEARLY");
    boolean leavesIt = (isYearly || own.contains("FREQ=MONTHLY")) && !BY_DAY.matcher(own).find();
    if (day <= SHORTEST_MONTH || !leavesIt) {
      return "";
    }
    boolean isOfItsMonth = isYearly && !own.contains("BYMONTH=");
    return (isOfItsMonth ? ";BYMONTH=" + anchor.date().getMonthValue() : "") + ";BYMONTHDAY=" + day;
  }

  private boolean clamps() {
    return rule.monthEnd() == MonthEnd.CLAMP;
  }

  private void end(@Nullable End end, int number) {
    if (end == null) {
      return;
    }
    if (end.after() != null) {
      text.add("COUNT=" + Math.max(1, end.after() - number + 1));
    } else {
      text.add("UNTIL=" + until(end.until()));
    }
  }

  /**
   * Of the same type as DTSTART: a date, a local time, or an instant in UTC if DTSTART has a zone
   * (RFC 5545, section 3.3.10).
   */
  private String until(LocalDate last) {
    LocalTime time = anchor.time();
    if (time == null) {
      return last.format(DATE);
    }
    if (anchor.zone() == null) {
      return last.atTime(time).format(LOCAL);
    }
    return ZonedDateTime.of(last, time, anchor.zone())
        .withZoneSameInstant(ZoneOffset.UTC)
        .format(UTC);
  }
}
