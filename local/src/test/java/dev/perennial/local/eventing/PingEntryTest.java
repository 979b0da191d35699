package dev.perennial.local.eventing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PingEntryTest {

  private final ManualScheduler scheduler = new ManualScheduler("2026-11-21T10:00:30Z");
  private final List<Instant> ticks = new ArrayList<>();

  @Test
  void the_entry_ticks_on_schedule_with_one_task_pending() {
    entry("*/15 * * * *").schedule();
    assertThat(scheduler.scheduled()).containsExactly(Instant.parse("2026-11-21T10:15:00Z"));

    scheduler.advance(Duration.ofMinutes(40));

    assertThat(ticks)
        .containsExactly(
            Instant.parse("2026-11-21T10:15:00Z"), Instant.parse("2026-11-21T10:30:00Z"));
    assertThat(scheduler.scheduled()).containsExactly(Instant.parse("2026-11-21T10:45:00Z"));
  }

  @Test
  void missed_ticks_are_not_caught_up() {
    entry("*/15 * * * *").schedule();

    scheduler.jump(Duration.ofHours(3));

    assertThat(ticks).hasSize(1);
    assertThat(scheduler.scheduled()).containsExactly(Instant.parse("2026-11-21T13:15:00Z"));
  }

  @Test
  void a_timer_that_fires_early_is_scheduled_again() {
    var early = new ArrayList<Runnable>();
    Scheduler tooEarly =
        new Scheduler() {
          @Override
          public Instant instant() {
            return scheduler.instant();
          }

          @Override
          public ScheduledTask schedule(Instant instant, Runnable task) {
            early.add(task);
            return scheduler.schedule(instant, task);
          }
        };
    new PingEntry(Pings.at("0 * * * *"), tooEarly, _ -> ticks.add(scheduler.instant())).schedule();

    early.getFirst().run();

    assertThat(ticks).isEmpty();
    scheduler.advance(Duration.ofHours(1));
    assertThat(ticks).containsOnly(Instant.parse("2026-11-21T11:00:00Z"));
  }

  @Test
  void a_removed_entry_does_not_tick() {
    PingEntry entry = entry("* * * * *");
    entry.schedule();

    entry.remove();
    scheduler.advance(Duration.ofMinutes(5));

    assertThat(ticks).isEmpty();
    assertThat(scheduler.scheduled()).isEmpty();
  }

  @Test
  void a_schedule_that_never_comes_is_not_scheduled() {
    PingEntry entry = entry("0 0 30 2 *");

    entry.schedule();

    assertThat(scheduler.scheduled()).isEmpty();
    assertThat(entry.status().nextTick()).isNull();
  }

  private PingEntry entry(String schedule) {
    return new PingEntry(Pings.at(schedule), scheduler, _ -> ticks.add(scheduler.instant()));
  }
}
