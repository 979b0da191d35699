package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Idle functions are stopped, and started again by requests and events. */
@Order(SharedSystem.LATE)
class ScaleToZeroIT {

  /** Detects a hang; the bench measures the time itself. */
  private static final Duration SOON = Duration.ofMinutes(2);

  private static RunningSystem system;

  @BeforeAll
  static void start() {
    system = RunningSystem.start(Duration.ofSeconds(2));
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void after_the_idle_time_no_function_runs_and_a_completion_still_creates_the_next_task() {
    var ada = system.person("ada");
    var task = ada.createDaily("Water the plants", "2027-01-01");
    awaitAllStopped(system);
    assertThat(functionProcesses(system)).isZero();

    var next = ada.complete(task).path("next").path("id").asString();

    Waiting.until("the next task exists")
        .untilAsserted(() -> assertThat(ada.get(next).statusCode()).isEqualTo(200));
    awaitAllStopped(system);
    assertThat(functionProcesses(system)).isZero();
    assertThat(system.function("task-api").path("coldStarts").asInt()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void with_all_functions_scaled_to_zero_a_change_is_sent_on_the_stream_of_another_device() {
    var deviceA = system.person("ada");
    deviceA.create("{\"title\":\"Before\"}");
    awaitAllStopped(system);

    // Without a position, a stream that opens after the event would not have it.
    try (var deviceB = system.stream("ada", Map.of("Last-Event-ID", "0"))) {
      var id = deviceA.create("{\"title\":\"Seen elsewhere\"}").path("id").asString();
      var respondedNanos = System.nanoTime();

      var seen = Waiting.awaitEventAbout(deviceB, id);
      assertThat(Duration.ofNanos(seen.arrivedNanos() - respondedNanos)).isLessThan(SOON);
    }
  }

  static void awaitAllStopped(RunningSystem system) {
    Waiting.until("all functions are stopped")
        .until(
            () ->
                StreamSupport.stream(system.status().path("functions").spliterator(), false)
                    .allMatch(function -> function.path("state").asString().equals("stopped")));
  }

  private static long functionProcesses(RunningSystem system) {
    return system
        .process()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains("functions/"))
        .count();
  }
}
