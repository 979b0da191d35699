package dev.perennial.events;

import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.events.Recurrence.Nth;
import dev.perennial.events.Recurrence.Weekday;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Varied rules and due dates, the same ones for the same seed. */
public final class Rules {

  private static final LocalDate FROM = LocalDate.of(1990, 1, 1);
  private static final int DAYS = 30_000;
  private static final List<String> ZONES =
      List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC");

  private final Random random;

  private Rules(long seed) {
    this.random = new Random(seed);
  }

  /** A rule, and the due date it counts from. */
  public record Rule(Recurrence recurrence, Due due) {}

  /** Of every frequency as many. A custom one may have no dates. */
  public static List<Rule> varied(int count, long seed) {
    Rules rules = new Rules(seed);
    Frequency[] frequencies = Frequency.values();
    return IntStream.range(0, count)
        .mapToObj(i -> new Rule(rules.recurrence(frequencies[i % frequencies.length]), rules.due()))
        .toList();
  }

  /** Values as RFC 5545 writes them, without COUNT and UNTIL, of whole days. */
  public static List<String> rrules(int count, long seed) {
    Rules rules = new Rules(seed);
    return IntStream.range(0, count).mapToObj(_ -> rules.rrule()).toList();
  }

  private Recurrence recurrence(Frequency frequency) {
    boolean isMonthly = frequency == Frequency.MONTHLY;
    boolean isCustom = frequency == Frequency.CUSTOM;
    Nth nth = isMonthly && chance(3) ? nth() : null;
    return new Recurrence(
        frequency,
        isCustom ? 1 : interval(),
        frequency == Frequency.WEEKLY && chance(2) ? weekdays() : null,
        isMonthly && nth == null && chance(2) ? monthDay() : null,
        nth,
        isCustom ? rrule() : null,
        chance(4) ? Basis.COMPLETION : Basis.DUE,
        chance(4) ? Missed.KEEP : Missed.SKIP,
        chance(4) ? MonthEnd.OMIT : MonthEnd.CLAMP,
        chance(5) ? new End(null, FROM.plusDays(DAYS * 2L)) : null);
  }

  private Due due() {
    LocalTime time = chance(2) ? LocalTime.of(random.nextInt(24), random.nextInt(60)) : null;
    ZoneId zone = chance(4) ? null : ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    return new Due(date(), time, zone);
  }

  private LocalDate date() {
    return FROM.plusDays(random.nextInt(DAYS));
  }

  private int interval() {
    return chance(2) ? 1 : 1 + random.nextInt(12);
  }

  private List<Weekday> weekdays() {
    List<Weekday> days = new ArrayList<>(Arrays.asList(Weekday.values()));
    Collections.shuffle(days, random);
    return days.subList(0, 1 + random.nextInt(4));
  }

  private int monthDay() {
    return chance(4) ? -1 : 1 + random.nextInt(31);
  }

  private Nth nth() {
    return new Nth(chance(4) ? -1 : 1 + random.nextInt(5), weekdays().getFirst());
  }

  private String rrule() {
    StringJoiner rule = new StringJoiner(";");
    String freq = List.of("DAILY", "WEEKLY", "MONTHLY", "YEARLY").get(random.nextInt(4));
    rule.add("FREQ=" + freq);
    boolean isYearly = freq.equals("YEARLY");
    boolean isMonthly = freq.equals("MONTHLY");
    if (chance(2)) {
      rule.add("INTERVAL=" + interval());
    }
    if (chance(4)) {
      rule.add("WKST=" + weekdays().getFirst());
    }
    int named = 0;
    named += addIf(chance(3), rule, "BYMONTH", numbers(12, false));
    boolean hasWeeks = isYearly && chance(5);
    named += addIf(hasWeeks, rule, "BYWEEKNO", numbers(53, true));
    named += addIf(isYearly && !hasWeeks && chance(5), rule, "BYYEARDAY", numbers(366, true));
    named += addIf(!freq.equals("WEEKLY") && chance(3), rule, "BYMONTHDAY", numbers(31, true));
    boolean ordinals = (isMonthly || isYearly) && !hasWeeks && chance(2);
    named += addIf(chance(2), rule, "BYDAY", byDay(ordinals ? (isMonthly ? 5 : 52) : 0));
    addIf(named > 0 && chance(5), rule, "BYSETPOS", numbers(4, true));
    return rule.toString();
  }

  private static int addIf(boolean wanted, StringJoiner rule, String part, String value) {
    if (wanted) {
      rule.add(part + "=" + value);
    }
    return wanted ? 1 : 0;
  }

  private String numbers(int max, boolean fromEnd) {
    return IntStream.range(0, 1 + random.nextInt(4))
        .map(_ -> (1 + random.nextInt(max)) * (fromEnd && chance(3) ? -1 : 1))
        .distinct()
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(","));
  }

  private String byDay(int maxOrdinal) {
    return weekdays().stream()
        .map(day -> ordinal(maxOrdinal) + day)
        .collect(Collectors.joining(","));
  }

  private String ordinal(int max) {
    @Nullable Integer place = max == 0 || chance(3) ? null : 1 + random.nextInt(max);
    return place == null ? "" : (chance(3) ? "-" : "") + place;
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
