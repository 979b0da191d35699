package dev.perennial.tasks.recurrence;

import static java.util.stream.Collectors.joining;

import dev.perennial.events.Recurrence;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.Weekday;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRule.WeekdayNum;
import org.jspecify.annotations.Nullable;

/**
 * An RRULE of RFC 5545 (section 3.3.10) that gives dates. Rules by hour, minute or second are
 * refused.
 *
 * <p>lib-recur parses and validates the rule, but does not iterate it. Its iterator stops when a
 * rule gives no date for a long time, and cannot distinguish this from a rule without any date.
 */
public final class Rrule {

  public static final int MAX_INTERVAL = 1_000;

  /** In characters; enough for a list of every day of a year. */
  public static final int MAX_LENGTH = 2_000;

  private static final Pattern OF_TIME =
      Pattern.compile("BY(HOUR|MINUTE|SECOND)=[0-9,]*", Pattern.CASE_INSENSITIVE);

  private final RecurrenceRule rule;
  private final String text;

  private Rrule(RecurrenceRule rule, String text) {
    this.rule = rule;
    this.text = text;
  }

  /**
   * @throws RefusedRule if it is not a valid RRULE, repeats within a day, or its interval is out of
   *     bounds
   */
  public static Rrule parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new RefusedRule("must have " + MAX_LENGTH + " characters at most");
    }
    String upper = text.strip().toUpperCase(Locale.ROOT);
    RecurrenceRule rule;
    try {
      rule = new RecurrenceRule(upper, RfcMode.RFC5545_STRICT);
    } catch (InvalidRecurrenceRuleException | IllegalArgumentException refused) {
      throw new RefusedRule(
          "must be a recurrence rule of RFC 5545 such as FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1");
    }
    requireDates(rule);
    return new Rrule(rule, upper);
  }

  /**
   * The rule of an all-day series: without BYHOUR, BYMINUTE and BYSECOND, which must be ignored
   * there (RFC 5545, section 3.3.10).
   */
  public static String ofDates(String text) {
    return Stream.of(text.strip().split(";"))
        .filter(part -> !OF_TIME.matcher(part).matches())
        .collect(joining(";"));
  }

  private static void requireDates(RecurrenceRule rule) {
    unit(rule);
    for (Part finer : List.of(Part.BYHOUR, Part.BYMINUTE, Part.BYSECOND)) {
      if (rule.hasPart(finer)) {
        throw new RefusedRule(
            "must not have " + finer + "; the time of day comes from the due date");
      }
    }
    if (rule.hasPart(Part.SKIP) || rule.hasPart(Part.RSCALE)) {
      throw new RefusedRule("must not have RSCALE or SKIP; use monthEnd instead");
    }
    if (rule.getInterval() > MAX_INTERVAL) {
      throw new RefusedRule("must have an INTERVAL from 1 to " + MAX_INTERVAL);
    }
    try {
      lastOf(rule);
    } catch (DateTimeException noDate) {
      throw new RefusedRule("must have an UNTIL that is a valid date");
    }
  }

  private static Periods.Unit unit(RecurrenceRule rule) {
    return switch (rule.getFreq()) {
      case DAILY -> Periods.Unit.DAYS;
      case WEEKLY -> Periods.Unit.WEEKS;
      case MONTHLY -> Periods.Unit.MONTHS;
      case YEARLY -> Periods.Unit.YEARS;
      default -> throw new RefusedRule("must have a FREQ of DAILY, WEEKLY, MONTHLY or YEARLY");
    };
  }

  /** The rule without COUNT and UNTIL. */
  public String endless() {
    return Stream.of(text.split(";"))
        .filter(part -> !part.startsWith("COUNT=") && !part.startsWith("UNTIL="))
        .collect(joining(";"));
  }

  /** The COUNT, the first occurrence included; null if there is none. */
  public @Nullable Integer count() {
    return rule.getCount();
  }

  /**
   * The last date an occurrence may have, by UNTIL; null if there is none.
   *
   * @param time of each occurrence; null if they are all-day
   * @param zone of the occurrences; looked up only if UNTIL is an instant in UTC
   */
  public @Nullable LocalDate until(@Nullable LocalTime time, Supplier<ZoneId> zone) {
    LocalDateTime last = lastOf(rule);
    if (last == null) {
      return null;
    }
    if (rule.getUntil().isAllDay()) {
      return last.toLocalDate();
    }
    LocalDateTime local =
        rule.getUntil().isFloating()
            ? last
            : last.atOffset(ZoneOffset.UTC).atZoneSameInstant(zone.get()).toLocalDateTime();
    boolean isTooLateThatDay = time != null && time.isAfter(local.toLocalTime());
    return local.toLocalDate().minusDays(isTooLateThatDay ? 1 : 0);
  }

  private static @Nullable LocalDateTime lastOf(RecurrenceRule rule) {
    DateTime until = rule.getUntil();
    return until == null
        ? null
        : LocalDateTime.of(
            until.getYear(),
            until.getMonth() + 1, // lib-recur counts months from 0.
            until.getDayOfMonth(),
            until.getHours(),
            until.getMinutes(),
            until.getSeconds());
  }

  /**
   * Returns true if the rule gives no date at all.
   *
   * @param anchor null if it is not known yet; the result then holds for every anchor
   */
  public boolean isEmpty(@Nullable LocalDate anchor, boolean clamped) {
    if (anchor != null) {
      return dates(anchor, clamped).from(anchor).isEmpty();
    }
    Periods everyPeriod = new Periods(unit(rule), 1, day(rule.getWeekStart()), RuleDates.FIRST);
    return dates(everyPeriod, clamped).from(RuleDates.FIRST).isEmpty();
  }

  /**
   * @param clamped whether a day that a month lacks falls on its last day; by RFC 5545 the month is
   *     left out
   */
  RuleDates dates(LocalDate anchor, boolean clamped) {
    return dates(
        new Periods(unit(rule), rule.getInterval(), day(rule.getWeekStart()), anchor), clamped);
  }

  private RuleDates dates(Periods periods, boolean clamped) {
    return new RuleDates(periods, days(periods, clamped), positions(Part.BYSETPOS));
  }

  private DayPattern days(Periods periods, boolean clamped) {
    DayPattern days =
        DayPattern.EVERY_DAY
            .inMonths(positions(Part.BYMONTH))
            .inWeeks(positions(Part.BYWEEKNO), periods.weekStart())
            .onYearDays(positions(Part.BYYEARDAY))
            .onMonthDays(positions(Part.BYMONTHDAY), clamped);
    if (rule.hasPart(Part.BYDAY)) {
      return days.onWeekdays(
          weekdays(), rule.getFreq() == Freq.YEARLY && !rule.hasPart(Part.BYMONTH));
    }
    return namesDays() ? days : onAnchorsDay(days, periods.anchor(), clamped);
  }

  private boolean namesDays() {
    return rule.getFreq() == Freq.DAILY
        || rule.hasPart(Part.BYMONTHDAY)
        || rule.hasPart(Part.BYYEARDAY);
  }

  private DayPattern onAnchorsDay(DayPattern days, LocalDate anchor, boolean clamped) {
    if (rule.getFreq() == Freq.WEEKLY || rule.hasPart(Part.BYWEEKNO)) {
      return days.onWeekdays(Map.of(anchor.getDayOfWeek(), Positions.EVERY), false);
    }
    DayPattern onItsDay = days.onMonthDays(Positions.of(List.of(anchor.getDayOfMonth())), clamped);
    return rule.getFreq() == Freq.MONTHLY || rule.hasPart(Part.BYMONTH)
        ? onItsDay
        : onItsDay.inMonths(Positions.of(List.of(anchor.getMonthValue())));
  }

  private Positions positions(Part part) {
    if (!rule.hasPart(part)) {
      return Positions.EVERY;
    }
    List<Integer> numbers = rule.getByPart(part);
    return Positions.of(
        part == Part.BYMONTH ? numbers.stream().map(month -> month + 1).toList() : numbers);
  }

  private Map<DayOfWeek, Positions> weekdays() {
    Map<DayOfWeek, Positions> weekdays = new EnumMap<>(DayOfWeek.class);
    for (WeekdayNum which : rule.getByDayPart()) {
      Positions positions = which.pos == 0 ? Positions.EVERY : Positions.of(List.of(which.pos));
      weekdays.merge(day(which.weekday), positions, Positions::union);
    }
    return weekdays;
  }

  private static DayOfWeek day(Weekday weekday) {
    return Recurrence.Weekday.valueOf(weekday.name()).day();
  }
}
