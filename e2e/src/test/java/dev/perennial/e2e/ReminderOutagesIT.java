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
 * Reminders are sent although functions are scaled to zero, and in spite of outages. Each test
 * mostly waits, in a system of its own, so they run concurrently.
 */
@Execution(ExecutionMode.CONCURRENT)
class ReminderOutagesIT {

  private static final String DISPATCH = "reminder-dispatch";

  /** Less than the 15 minutes after which a missed alarm would be noticed. */
  private static final Duration ON_TIME = Duration.ofMinutes(4);

  private static final Duration LONG_IDLE = Duration.ofSeconds(60);

  /** A reminder that is sent this long after its instant is late. */
  private static final Duration LATE = Duration.ofSeconds(90);

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void reminders_wait_while_the_mail_server_is_down_for_a_minute_and_then_arrive_once() {
    try (var system = RunningSystem.start(LONG_IDLE)) {
      var grace = ReachablePerson.in(system, "grace");
      var instant = in(Duration.ofSeconds(20));
      system.failMail(1_000_000, "down");
      IntStream.range(0, 50).forEach(i -> grace.remindedAt("Waiting " + i, instant));
      grace.awaitSent("PUSH", 50);
      awaitTime(instant.plusSeconds(60));
      assertThat(grace.mails()).isEmpty();
      system.failMail(0, "down");

      grace.awaitSent("EMAIL", 50);
      grace.assertNotifiedOnce(50);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_reminder_due_while_the_platform_was_down_is_sent_once_at_its_start_and_marked_late()
      throws IOException {
    var data = Files.createTempDirectory("perennial");
    Instant instant;
    ReachablePerson grace;
    JsonNode task;
    try (var before = RunningSystem.startOn(data, LONG_IDLE)) {
      grace = ReachablePerson.in(before, "grace");
      instant = in(Duration.ofSeconds(40));
      task = grace.remindedAt("Late", instant);
      grace.awaitPlanned(task);
    }
    awaitTime(instant.plus(LATE));

    try (var after = RunningSystem.startOn(data, LONG_IDLE)) {
      var back = grace.in(after);
      back.awaitSent("EMAIL", 1);
      back.awaitSent("PUSH", 1);
      back.assertNotifiedOnce(1);
      assertThat(back.reminder(task).path("late").asBoolean()).isTrue();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void dispatch_killed_between_sending_and_its_commit_sends_again_with_the_same_message_id() {
    try (var system = RunningSystem.start(LONG_IDLE)) {
      var grace = ReachablePerson.in(system, "grace");
      try (var barrier =
          StatementBarrier.before(
              system.postgres(),
              "UPDATE ON reminders.deliveries",
              DISPATCH,
              "NEW.state = 'SENT'")) {
        grace.remindedAt("Sent twice", in(Duration.ofSeconds(10)));
        barrier.awaitBlocked();
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
  void with_all_functions_scaled_to_zero_the_alarm_starts_only_what_sends_and_all_stop_again() {
    try (var system = RunningSystem.start(Duration.ofSeconds(2))) {
      var grace = ReachablePerson.in(system, "grace");
      awaitNoOtherTimerFor(Duration.ofSeconds(200));
      var instant = Instant.now().plusSeconds(180).truncatedTo(ChronoUnit.SECONDS);
      var task = grace.remindedAt("Water the plants", instant);
      ScaleToZeroIT.awaitAllStopped(system);
      assertThat(Instant.now())
          .as("all functions were stopped before the instant")
          .isBefore(instant);
      var starts = coldStarts(system);

      Waiting.until("the instant is near")
          .until(() -> Instant.now().isAfter(instant.minusSeconds(2)));
      assertThat(coldStarts(system)).as("no function started before the instant").isEqualTo(starts);
      grace.awaitSent("EMAIL", 1);
      grace.awaitSent("PUSH", 1);

      assertThat(coldStarts(system))
          .as("other functions stay stopped")
          .containsEntry("task-api", starts.get("task-api"))
          .containsEntry("on-completed-recurrence", starts.get("on-completed-recurrence"));
      for (var channel : grace.reminder(task).path("deliveries")) {
        assertThat(Instant.parse(channel.path("sentAt").asString()))
            .as(channel.path("channel").asString())
            .isBetween(instant, instant.plus(ON_TIME));
      }
      assertThat(grace.reminder(task).path("state").asString()).isEqualTo("sent");
      ScaleToZeroIT.awaitAllStopped(system);
      grace.assertNotifiedOnce(1);
    }
  }

  /** A timer starts some functions every quarter of an hour. */
  private static void awaitNoOtherTimerFor(Duration time) {
    Waiting.until("no other timer is near", Duration.ofMinutes(5))
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
