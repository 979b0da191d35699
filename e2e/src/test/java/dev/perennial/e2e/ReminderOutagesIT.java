package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/**
 * A reminder comes through sleep and outages. Each of these mostly waits, in a system of its own,
 * so they wait side by side.
 */
class SleepAndOutagesIT {

  private static final String DISPATCH = "reminder-dispatch";

  /** What the system promises. */
  private static final Duration ON_TIME = Duration.ofSeconds(30);

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

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void killed_between_the_server_s_yes_and_its_own_row_it_sends_again_under_the_same_message_id() {
    try (var system = RunningSystem.start(AWAKE)) {
      var grace = Reachable.in(system, "grace");
      try (var hold =
          Hold.before(
              system.postgres(),
              "UPDATE ON reminders.deliveries",
              DISPATCH,
              "NEW.state = 'SENT'")) {
        grace.remindedAt("Sent twice", in(Duration.ofSeconds(10)));
        hold.awaitHeld();
        Waiting.until("the first mail").until(() -> grace.mails().size() == 1);
        system.processOf(DISPATCH).destroyForcibly();
      }

      Waiting.until("it is sent again", Duration.ofMinutes(4))
          .until(() -> grace.mails().size() == 2);
      assertThat(
              grace.mails().stream()
                  .map(mail -> mail.path("headers").path("Message-ID").toString())
                  .distinct())
          .hasSize(1);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void
      while_everything_sleeps_the_alarm_wakes_what_sends_one_mail_and_one_push_and_all_sleep_again() {
    try (var system = RunningSystem.start(Duration.ofSeconds(2))) {
      var grace = Reachable.in(system, "grace");
      awaitNoOtherClockFor(Duration.ofSeconds(100));
      var instant = Instant.now().plusSeconds(90).truncatedTo(ChronoUnit.SECONDS);
      var task = grace.remindedAt("Wake me", instant);
      SleepIT.awaitAllAsleep(system);
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
      SleepIT.awaitAllAsleep(system);
      grace.assertToldOnce(1);
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

  private static Instant in(Duration time) {
    return Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS);
  }

  private static void awaitTime(Instant time) {
    Waiting.until("it is " + time, Duration.ofMinutes(3)).until(() -> Instant.now().isAfter(time));
  }
}
