package dev.perennial.local.eventing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PingEntryTest {

  private final SettableAlarmClock clock = new SettableAlarmClock("2026-11-21T10:00:30Z");
  private final List<Instant> ticks = new ArrayList<>();

  @Test
  void ticksAsScheduledWithOneAlarmSet() {
    entry("*/15 * * * *").setAlarm();
    assertThat(clock.set()).containsExactly(Instant.parse("2026-11-21T10:15:00Z"));

    clock.advance(Duration.ofMinutes(40));

    assertThat(ticks)
        .containsExactly(
            Instant.parse("2026-11-21T10:15:00Z"), Instant.parse("2026-11-21T10:30:00Z"));
    assertThat(clock.set()).containsExactly(Instant.parse("2026-11-21T10:45:00Z"));
  }

  @Test
  void doesNotCatchUpWhatItHasMissed() {
    entry("*/15 * * * *").setAlarm();

    clock.jump(Duration.ofHours(3));

    assertThat(ticks).hasSize(1);
    assertThat(clock.set()).containsExactly(Instant.parse("2026-11-21T13:15:00Z"));
  }

  @Test
  void waitsOnWhenTheTimerRunsAheadOfTheClock() {
    var early = new ArrayList<Runnable>();
    AlarmClock hasty =
        new AlarmClock() {
          @Override
          public Instant instant() {
            return clock.instant();
          }

          @Override
          public Alarm set(Instant instant, Runnable ring) {
            early.add(ring);
            return clock.set(instant, ring);
          }
        };
    new PingEntry(Pings.at("0 * * * *"), hasty, _ -> ticks.add(clock.instant())).setAlarm();

    early.getFirst().run();

    assertThat(ticks).isEmpty();
    clock.advance(Duration.ofHours(1));
    assertThat(ticks).containsOnly(Instant.parse("2026-11-21T11:00:00Z"));
  }

  @Test
  void ticksNoMoreWhenItIsRemoved() {
    var entry = entry("* * * * *");
    entry.setAlarm();

    entry.remove();
    clock.advance(Duration.ofMinutes(5));

    assertThat(ticks).isEmpty();
    assertThat(clock.set()).isEmpty();
  }

  @Test
  void setsNoAlarmForWhatNeverComes() {
    var entry = entry("0 0 30 2 *");

    entry.setAlarm();

    assertThat(clock.set()).isEmpty();
    assertThat(entry.status().nextTick()).isNull();
  }

  private PingEntry entry(String schedule) {
    return new PingEntry(Pings.at(schedule), clock, _ -> ticks.add(clock.instant()));
  }
}
