package dev.perennial.tasks.series;

import static dev.perennial.tasks.Fixtures.allDay;
import static dev.perennial.tasks.Fixtures.rrule;
import static dev.perennial.tasks.Fixtures.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Recurrence;
import dev.perennial.tasks.recurrence.RefusedRule;
import dev.perennial.tasks.recurrence.Rrule;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule is refused or evaluated quickly. */
class HostileRulesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant AT_LAST = Instant.parse("9999-12-01T12:00:00Z");
  private static final LocalDate LONG_AGO = LocalDate.of(1900, 1, 1);
  private static final Duration SOON = Duration.ofMillis(50);
  private static final int MOST = 100;
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 11;

  static Stream<String> hostile() {
    return Stream.of(
        "FREQ=SECONDLY",
        "FREQ=DAILY;INTERVAL=1000000000",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=1;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=999",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO,TU,WE,TH,FR,SA",
        "FREQ=DAILY;INTERVAL=997;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=2",
        "FREQ=DAILY;INTERVAL=999;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=400",
        "FREQ=WEEKLY;INTERVAL=999;BYMONTH=2;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=8",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=32",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=4",
        "FREQ=YEARLY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
        "FREQ=YEARLY;INTERVAL=999;BYYEARDAY=366;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=2;BYSETPOS=400",
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-367",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=7",
        "FREQ=YEARLY;BYYEARDAY=" + upTo(366) + ";BYMONTHDAY=" + upTo(31) + ";BYMONTH=2;BYSETPOS=30",
        "FREQ=YEARLY;BYYEARDAY=" + upTo(366));
  }

  static Stream<String> longSilent() {
    return Stream.of(
        "{'frequency':'monthly','monthDay':31,'monthEnd':'omit'}",
        "{'frequency':'monthly','nth':{'ordinal':5,'weekday':'MO'},'monthEnd':'omit'}",
        "{'frequency':'monthly','monthDay':30,'monthEnd':'omit','interval':11}",
        "{'frequency':'yearly','monthEnd':'omit','interval':999}",
        "{'frequency':'daily'}",
        "{'frequency':'custom','rrule':'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO'}");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void a_hostile_rule_is_evaluated_quickly(String rrule) {
    assertSoon(() -> evaluate(rrule));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void a_preview_of_a_hostile_rule_is_fast_and_its_explanations_are_bounded(String rrule) {
    assertSoon(() -> preview(rrule));
  }

  @ParameterizedTest
  @MethodSource("longSilent")
  void a_rule_without_dates_for_8000_years_is_evaluated_quickly(String rule) {
    assertSoon(() -> previewed(rule(rule), AT_LAST));
  }

  /** CPU time and the least of the rounds: other processes can only add to it. */
  private static void assertSoon(Runnable work) {
    IntStream.range(0, WARM_UP).forEach(_ -> work.run());
    var nanos = IntStream.range(0, ROUNDS).mapToLong(_ -> cpuTime(work)).sorted().toArray();

    assertThat(Duration.ofNanos(nanos[0])).as(Arrays.toString(nanos)).isLessThan(SOON);
  }

  private static long cpuTime(Runnable work) {
    var thread = ManagementFactory.getThreadMXBean();
    long started = thread.getCurrentThreadCpuTime();
    work.run();
    return thread.getCurrentThreadCpuTime() - started;
  }

  private static void preview(String rrule) {
    if (evaluate(rrule)) {
      previewed(rrule(rrule), null);
      previewed(rrule(rrule), NOW);
      previewed(rrule(rrule), AT_LAST);
    }
  }

  private static void previewed(Recurrence rule, @Nullable Instant completedAt) {
    var preview = Preview.of(rule, allDay(LONG_AGO.toString()), completedAt, ZoneOffset.UTC, MOST);

    assertThat(preview.explain()).hasSizeLessThan(2 * MOST);
  }

  /** Everything that is done with a rule, starting with parsing. */
  private static boolean evaluate(String text) {
    try {
      if (Rrule.parse(text).isEmpty(LONG_AGO, false)) {
        return false;
      }
    } catch (RefusedRule refused) {
      return false;
    }
    var series = new Series(new UUID(7, 7), rrule(text), allDay("1900-01-01"));
    return series.first().next(NOW, ZoneOffset.UTC).isPresent();
  }

  private static String upTo(int last) {
    return IntStream.rangeClosed(1, last)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(","));
  }
}
