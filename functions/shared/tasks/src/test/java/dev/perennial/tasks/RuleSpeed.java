package dev.perennial.tasks;

import static java.time.ZoneOffset.UTC;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.events.Rules;
import dev.perennial.events.Rules.Rule;
import dev.perennial.tasks.recurrence.Rrule;
import dev.perennial.tasks.series.Preview;
import dev.perennial.tasks.series.Series;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Measures the recurrence engine in a process of its own, for the benchmark. Each printed line is a
 * figure: name, value, unit and target, separated by tabs.
 */
public final class RuleSpeed {

  private static final int RULES = 500;
  private static final int WARM_UP = 30;
  private static final int ROUNDS = 5;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private RuleSpeed() {}

  public static void main(String[] args) {
    List<Rule> rules =
        Rules.varied(2 * RULES, 1).stream().filter(RuleSpeed::givesDates).limit(RULES).toList();
    say(
        "Next occurrence of %d rules".formatted(rules.size()),
        rules,
        rule -> new Series(new UUID(7, 7), rule.recurrence(), rule.due()).first().next(NOW, UTC),
        "to reach: 50",
        "to reach: 1000");
    say(
        "Preview of 100 of %d rules".formatted(rules.size()),
        rules,
        rule -> Preview.of(rule.recurrence(), rule.due(), null, UTC, 100),
        "to reach: 5000",
        "");
  }

  /** The API refuses the others. */
  private static boolean givesDates(Rule rule) {
    return rule.recurrence().frequency() != Frequency.CUSTOM
        || !Rrule.parse(String.valueOf(rule.recurrence().rrule()))
            .isEmpty(rule.due().date(), rule.recurrence().monthEnd() == MonthEnd.CLAMP);
  }

  private static void say(
      String what, List<Rule> rules, Consumer<Rule> work, String boundOfP50, String boundOfP99) {
    for (int round = 0; round < WARM_UP; round++) {
      rules.forEach(work);
    }
    long[] nanos = rules.stream().mapToLong(rule -> least(rule, work)).sorted().toArray();
    figure(what + ", p50", nanos[nanos.length / 2], boundOfP50);
    figure(what + ", p99", nanos[nanos.length * 99 / 100], boundOfP99);
  }

  private static void figure(String name, long nanos, String bound) {
    System.out.printf("%s\t%s\tus\t%s%n", name, nanos / 1e3, bound);
  }

  /** The time of the rule, without interference by other load. */
  private static long least(Rule rule, Consumer<Rule> work) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long started = System.nanoTime();
      work.accept(rule);
      least = Math.min(least, System.nanoTime() - started);
    }
    return least;
  }
}
