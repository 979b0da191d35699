package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/**
 * A reminder comes through outages. Each of these mostly waits, in a system of its own, so they
 * wait side by side.
 */
class ReminderOutagesIT {

  private static final Duration AWAKE = Duration.ofSeconds(60);

  /** More than that after its instant a reminder is not on time. */
  private static final Duration LATE = Duration.ofSeconds(90);

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void while_the_mail_server_is_down_for_a_minute_everything_waits_and_then_arrives_once() {
    try (var system = RunningSystem.start(AWAKE)) {
      var grace = Reachable.in(system, "grace");
      var instant = in(Duration.ofSeconds(20));
      system.failMail(1_000_000, "down");
      IntStream.range(0, 50).forEach(i -> grace.remindedAt("Waiting " + i, instant));
      grace.awaitSent("PUSH", 50);
      awaitTime(instant.plusSeconds(60));
      assertThat(grace.mails()).isEmpty();
      system.failMail(0, "down");

      grace.awaitSent("EMAIL", 50);
      grace.assertToldOnce(50);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void what_fell_due_while_the_platform_was_down_is_sent_once_when_it_starts_and_marked_late()
      throws IOException {
    var data = Files.createTempDirectory("perennial");
    Instant instant;
    Reachable grace;
    JsonNode task;
    try (var before = RunningSystem.startOn(data, AWAKE)) {
      grace = Reachable.in(before, "grace");
      instant = in(Duration.ofSeconds(40));
      task = grace.remindedAt("Late", instant);
      grace.awaitPlanned(task);
    }
    awaitTime(instant.plus(LATE));

    try (var after = RunningSystem.startOn(data, AWAKE)) {
      var back = grace.in(after);
      back.awaitSent("EMAIL", 1);
      back.awaitSent("PUSH", 1);
      back.assertToldOnce(1);
      assertThat(back.reminder(task).path("late").asBoolean()).isTrue();
    }
  }

  private static Instant in(Duration time) {
    return Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS);
  }

  private static void awaitTime(Instant time) {
    Waiting.until("it is " + time, Duration.ofMinutes(3)).until(() -> Instant.now().isAfter(time));
  }
}
