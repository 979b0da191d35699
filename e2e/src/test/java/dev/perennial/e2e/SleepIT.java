package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Idle costs nothing: functions sleep, and wake for what comes. */
class SleepIT {

  /** What the system promises of a reminder. */
  private static final Duration ON_TIME = Duration.ofSeconds(30);

  /** Bounds a hang: two seconds are promised, and the bench tells how many it takes. */
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void after_a_quiet_while_no_function_runs_and_a_completion_still_brings_the_next_task() {
    try (var system = RunningSystem.start(Duration.ofSeconds(2))) {
      var ada = system.person("ada");
      var task = ada.createDaily("Sleep well", "2027-01-01");
      awaitAllAsleep(system);
      assertThat(functionProcesses(system)).isZero();

      var next = ada.complete(task).path("next").path("id").asString();

      Waiting.until("the next task exists")
          .untilAsserted(() -> assertThat(ada.get(next).statusCode()).isEqualTo(200));
      awaitAllAsleep(system);
      assertThat(functionProcesses(system)).isZero();
      assertThat(system.function("task-api").path("coldStarts").asInt()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void
      while_everything_sleeps_the_alarm_wakes_what_sends_one_mail_and_one_push_and_all_sleep_again() {
    try (var system = RunningSystem.start(Duration.ofSeconds(2))) {
      var grace = Reachable.in(system, "grace");
      awaitNoOtherClockFor(Duration.ofSeconds(100));
      var instant = Instant.now().plusSeconds(90).truncatedTo(ChronoUnit.SECONDS);
      var task = grace.remindedAt("Wake me", instant);
      awaitAllAsleep(system);
      assertThat(Instant.now()).as("it slept before the instant").isBefore(instant);
      var starts = coldStarts(system);

      Waiting.until("the instant is near")
          .until(() -> Instant.now().isAfter(instant.minusSeconds(2)));
      assertThat(coldStarts(system))
          .as("nothing woke to look whether it is time")
          .isEqualTo(starts);
      grace.awaitSent("EMAIL", 1);
      grace.awaitSent("PUSH", 1);

      assertThat(coldStarts(system))
          .as("whom it does not concern sleeps on")
          .containsEntry("task-api", starts.get("task-api"))
          .containsEntry("on-completed-recurrence", starts.get("on-completed-recurrence"));
      for (var channel : grace.reminder(task).path("deliveries")) {
        assertThat(Instant.parse(channel.path("sentAt").asString()))
            .as(channel.path("channel").asString())
            .isBetween(instant, instant.plus(ON_TIME));
      }
      assertThat(grace.reminder(task).path("state").asString()).isEqualTo("sent");
      awaitAllAsleep(system);
      grace.assertToldOnce(1);
    }
  }

  @Test
  void while_everything_slept_a_change_on_one_device_is_on_the_stream_of_another_at_once() {
    try (var system = RunningSystem.start(Duration.ofSeconds(2))) {
      var deviceA = system.person("ada");
      deviceA.create("{\"title\":\"Before\"}");
      awaitAllAsleep(system);

      try (var deviceB = system.stream("ada", Map.of())) {
        var id = deviceA.create("{\"title\":\"Seen elsewhere\"}").path("id").asString();
        var answered = System.nanoTime();

        var seen = Waiting.awaitEventAbout(deviceB, id);
        assertThat(Duration.ofNanos(seen.arrivedNanos() - answered)).isLessThan(SOON);
      }
    }
  }

  /** The functions that a clock wakes every quarter of an hour would not sleep through. */
  private static void awaitNoOtherClockFor(Duration time) {
    Waiting.until("no other clock rings", Duration.ofMinutes(3))
        .until(
            () -> {
              var quarter = Duration.ofMinutes(15).toSeconds();
              return quarter - Instant.now().getEpochSecond() % quarter > time.toSeconds();
            });
  }

  private static Map<String, Long> coldStarts(RunningSystem system) {
    return StreamSupport.stream(system.status().path("functions").spliterator(), false)
        .collect(
            Collectors.toMap(
                function -> function.path("name").asString(),
                function -> function.path("coldStarts").asLong()));
  }

  static void awaitAllAsleep(RunningSystem system) {
    Waiting.until("all functions sleep")
        .until(
            () ->
                StreamSupport.stream(system.status().path("functions").spliterator(), false)
                    .allMatch(function -> function.path("state").asString().equals("asleep")));
  }

  private static long functionProcesses(RunningSystem system) {
    return system
        .process()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains("functions/"))
        .count();
  }
}
