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
 * A reminder comes through sleep and outages. Each of these mostly waits, in a system of its own,
 * so they wait side by side.
 */
class ReminderOutagesIT {

  private static final Duration AWAKE = Duration.ofSeconds(60);
  private static final Duration ON_TIME = Duration.ofSeconds(30);

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void
      while_everything_sleeps_the_alarm_wakes_what_sends_one_mail_and_one_push_and_all_sleep_again() {
    try (var system = RunningSystem.start(Duration.ofSeconds(2))) {
      var grace = Reachable.in(system, "grace");
      var instant = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
      var task = grace.remindedAt("Wake me", instant);
      SleepIT.awaitAllAsleep(system);
      assertThat(Instant.now()).as("it slept before the instant").isBefore(instant);

      grace.awaitSent("EMAIL", 1);
      grace.awaitSent("PUSH", 1);

      for (var channel : grace.reminder(task).path("deliveries")) {
        assertThat(Instant.parse(channel.path("sentAt").asString()))
            .as(channel.path("channel").asString())
            .isBetween(instant, instant.plus(ON_TIME));
      }
      assertThat(grace.reminder(task).path("state").asString()).isEqualTo("sent");
      SleepIT.awaitAllAsleep(system);
      grace.assertToldOnce(1);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void while_the_mail_server_is_down_for_a_minute_everything_waits_and_then_arrives_once() {
    try (var system = RunningSystem.start(AWAKE)) {
      var grace = Reachable.in(system, "grace");
      var instant = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.SECONDS);
      system.failMail(1_000_000, "down");
      IntStream.range(0, 50).forEach(i -> grace.remindedAt("Waiting " + i, instant));
      grace.awaitSent("PUSH", 50);
      Waiting.until("a minute after the instant", Duration.ofMinutes(3))
          .until(() -> Instant.now().isAfter(instant.plusSeconds(60)));
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
    Reachable grace;
    JsonNode task;
    try (var before = RunningSystem.startOn(data, AWAKE)) {
      grace = Reachable.in(before, "grace");
      task = grace.remindedAt("Late", Instant.now().plus(Duration.ofHours(2)));
      grace.awaitPlanned(task);
      // As if five minutes went by while nothing runs.
      before
          .postgres()
          .execute(
              """
              UPDATE reminders.reminders
              SET instant = now() - interval '5 minutes', fires_at = now() - interval '5 minutes'
              """);
    }

    try (var after = RunningSystem.startOn(data, AWAKE)) {
      var back = grace.in(after);
      back.awaitSent("EMAIL", 1);
      back.awaitSent("PUSH", 1);
      back.assertToldOnce(1);
      assertThat(back.reminder(task).path("late").asBoolean()).isTrue();
    }
  }
}
