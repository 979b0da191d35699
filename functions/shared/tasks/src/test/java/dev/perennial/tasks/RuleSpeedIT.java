package dev.perennial.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Rules;
import dev.perennial.events.Rules.Rule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Says how fast it is; what it must be is asserted by the benchmark of the whole system. */
class RuleSpeedIT {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<Rule> RULES = Rules.varied(500, 1);
  private static final int WARM_UP = 30;

  @Test
  void the_next_occurrence_of_500_rules() {
    say(
        "the next",
        rule ->
            new Series(new UUID(7, 7), rule.recurrence(), rule.due())
                .first()
                .next(NOW, ZoneOffset.UTC));
  }

  @Test
  void a_preview_of_100_for_500_rules() {
    say("a preview of 100", rule -> Preview.of(rule.recurrence(), rule.due(), null, 100));
  }

  private static void say(String what, Consumer<Rule> work) {
    for (int round = 0; round < WARM_UP; round++) {
      RULES.forEach(work);
    }
    long[] nanos = RULES.stream().mapToLong(rule -> timed(rule, work)).sorted().toArray();
    System.out.printf(
        "%s of %d rules, in microseconds: median %d, p99 %d, most %d%n",
        what,
        nanos.length,
        nanos[nanos.length / 2] / 1_000,
        nanos[nanos.length * 99 / 100] / 1_000,
        nanos[nanos.length - 1] / 1_000);

    assertThat(RULES)
        .extracting(rule -> rule.recurrence().frequency())
        .contains(Frequency.values());
  }

  private static long timed(Rule rule, Consumer<Rule> work) {
    long started = System.nanoTime();
    work.accept(rule);
    return System.nanoTime() - started;
  }
}
