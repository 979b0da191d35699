package dev.perennial.tasks.recurrence;

import static java.util.stream.Collectors.toMap;

import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.events.Recurrence.Nth;
import dev.perennial.events.Recurrence.Weekday;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a custom RRULE into a structured rule, if one gives the same dates. */
public final class RruleSimplifier {

  private static final int SHORTEST_MONTH = 28;
  private static final int FIFTH = 5;
  private static final Pattern WEEKDAYS = Pattern.compile("[A-Z]{2}(,[A-Z]{2})*");
  private static final Pattern NTH = Pattern.compile("\\+?(-1|[1-5])([A-Z]{2})");
  private static final Pattern DAY = Pattern.compile("\\+?(-1|[1-9]|[12]\\d|3[01])");

  private final Recurrence rule;
  private final LocalDate anchor;
  private final int interval;
  private final Map<String, String> parts;

  private RruleSimplifier(Recurrence rule, LocalDate anchor) {
    this.rule = rule;
    this.anchor = anchor;
    this.parts =
        new HashMap<>(
            Stream.of(Rrule.parse(String.valueOf(rule.rrule())).endless().split(";"))
                .map(part -> part.split("=", 2))
                .collect(toMap(part -> part[0], part -> part[1])));
    this.interval = Integer.parseInt(parts.getOrDefault("INTERVAL", "1"));
  }

  /**
   * Returns a structured rule that gives the same dates; the rule itself if no such rule exists or
   * it is already structured.
   *
   * @param anchor the date from which the rule counts
   */
  public static Recurrence simplify(Recurrence custom, LocalDate anchor) {
    Recurrence structured =
        custom.frequency() == Frequency.CUSTOM
            ? new RruleSimplifier(custom, anchor).structured()
            : null;
    return structured == null ? custom : structured;
  }

  private @Nullable Recurrence structured() {
    String freq = String.valueOf(parts.remove("FREQ"));
    parts.remove("INTERVAL");
    String weekStart = parts.remove("WKST");
    return switch (freq) {
      case "DAILY" ->
          parts.isEmpty() ? rule(Frequency.DAILY, null, null, null, MonthEnd.CLAMP) : null;
      case "WEEKLY" ->
          interval == 1 || weekStart == null || weekStart.equals("MO") ? weekly() : null;
      case "MONTHLY" -> monthly();
      case "YEARLY" -> yearly();
      default -> null;
    };
  }

  private @Nullable Recurrence weekly() {
    String days = parts.remove("BYDAY");
    if (!parts.isEmpty() || (days != null && !WEEKDAYS.matcher(days).matches())) {
      return null;
    }
    List<Weekday> weekdays =
        days == null ? null : Stream.of(days.split(",")).distinct().map(Weekday::valueOf).toList();
    return rule(Frequency.WEEKLY, weekdays, null, null, MonthEnd.CLAMP);
  }

  private @Nullable Recurrence monthly() {
    if (parts.isEmpty()) {
      return rule(Frequency.MONTHLY, null, null, null, monthEnd(anchor.getDayOfMonth()));
    }
    if (parts.keySet().equals(Set.of("BYMONTHDAY"))) {
      Matcher day = DAY.matcher(parts.get("BYMONTHDAY"));
      return day.matches() ? onDay(Integer.parseInt(day.group(1))) : null;
    }
    if (parts.keySet().equals(Set.of("BYDAY"))) {
      Matcher nth = NTH.matcher(parts.get("BYDAY"));
      return nth.matches() ? onNth(Integer.parseInt(nth.group(1)), nth.group(2)) : null;
    }
    return null;
  }

  private Recurrence onDay(int day) {
    return rule(Frequency.MONTHLY, null, day, null, monthEnd(day));
  }

  private Recurrence onNth(int ordinal, String weekday) {
    return rule(
        Frequency.MONTHLY,
        null,
        null,
        new Nth(ordinal, Weekday.valueOf(weekday)),
        ordinal == FIFTH ? MonthEnd.OMIT : MonthEnd.CLAMP);
  }

  private @Nullable Recurrence yearly() {
    boolean isItsMonth = String.valueOf(anchor.getMonthValue()).equals(parts.get("BYMONTH"));
    boolean isItsDay = String.valueOf(anchor.getDayOfMonth()).equals(parts.get("BYMONTHDAY"));
    boolean isItsDate =
        parts.isEmpty()
            || (isItsMonth && parts.keySet().equals(Set.of("BYMONTH")))
            || (isItsMonth && isItsDay && parts.keySet().equals(Set.of("BYMONTH", "BYMONTHDAY")));
    boolean isLeapDay = anchor.getMonthValue() == 2 && anchor.getDayOfMonth() > SHORTEST_MONTH;
    return isItsDate
        ? rule(Frequency.YEARLY, null, null, null, isLeapDay ? rule.monthEnd() : MonthEnd.CLAMP)
        : null;
  }

  /** Clamping and omitting differ only where a month may lack the day. */
  private MonthEnd monthEnd(int day) {
    return day > SHORTEST_MONTH ? rule.monthEnd() : MonthEnd.CLAMP;
  }

  private Recurrence rule(
      Frequency frequency,
      @Nullable List<Weekday> weekdays,
      @Nullable Integer monthDay,
      @Nullable Nth nth,
      MonthEnd monthEnd) {
    return new Recurrence(
        frequency,
        interval,
        weekdays,
        monthDay,
        nth,
        null,
        rule.basis(),
        rule.missed(),
        monthEnd,
        rule.end(),
        rule.except(),
        rule.dueAfter());
  }
}
