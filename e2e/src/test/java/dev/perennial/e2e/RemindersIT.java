package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A reminder reaches the person on time, once by each channel, whatever happens on its way. */
class RemindersIT {

  private static final String DISPATCH = "reminder-dispatch";
  private static final Duration SOON = Duration.ofSeconds(15);

  /** What the system promises. */
  private static final Duration ON_TIME = Duration.ofSeconds(30);

  private static final Duration AWAKE = Duration.ofSeconds(60);

  private final RunningSystem system = SharedSystem.get();
  private final String user = SharedSystem.somebody();
  private final Person ada = reachable(system, user);

  @Test
  void
      while_everything_sleeps_the_alarm_wakes_what_sends_one_mail_and_one_push_and_all_sleep_again() {
    try (var sleepy = RunningSystem.start(Duration.ofSeconds(2))) {
      var grace = reachable(sleepy, "grace");
      var instant = Instant.now().plusSeconds(30).truncatedTo(ChronoUnit.SECONDS);
      var task = remindedAt(grace, "Wake me", instant);
      SleepIT.awaitAllAsleep(sleepy);
      assertThat(Instant.now()).as("it slept before the instant").isBefore(instant);

      awaitMails(sleepy, "grace", 1);
      awaitPushes(sleepy, "grace", 1);

      for (var channel : reminder(grace, task).path("deliveries")) {
        assertThat(Instant.parse(channel.path("sentAt").asString()))
            .as(channel.path("channel").asString())
            .isBetween(instant, instant.plus(ON_TIME));
      }
      assertThat(reminder(grace, task).path("state").asString()).isEqualTo("sent");
      SleepIT.awaitAllAsleep(sleepy);
      assertThat(mailsTo(sleepy, "grace")).hasSize(1);
      assertThat(pushesTo(sleepy, "grace")).hasSize(1);
    }
  }

  @Test
  void a_task_that_is_done_deleted_or_moved_before_is_not_reminded_of_at_the_old_instant() {
    var instant = soon();
    var later = instant.plusSeconds(10);
    var done = remindedAt(ada, "Done", instant);
    var deleted = remindedAt(ada, "Deleted", instant);
    var moved = remindedAt(ada, "Moved", instant);
    var stands = remindedAt(ada, "Stands", instant);

    ada.complete(done);
    ada.http().send("DELETE", path(deleted), Map.of(), null);
    ada.http().send("PATCH", path(moved), json(), "{\"reminders\":[%s]}".formatted(at(later)));

    awaitMails(system, user, 2);
    assertThat(mailsTo(system, user).stream().map(mail -> mail.path("subject").asString()))
        .allSatisfy(subject -> assertThat(subject).containsAnyOf("Moved", "Stands"));
    assertThat(reminder(ada, stands).path("state").asString()).isEqualTo("sent");
    assertThat(EventJson.MAPPER.readTree(reminders(ada, moved)).path("items").valueStream())
        .extracting(item -> item.path("state").asString())
        .containsExactlyInAnyOrder("cancelled", "sent");
  }

  @Test
  void killed_between_the_server_s_yes_and_its_own_row_it_sends_again_under_the_same_message_id() {
    try (var hold =
        Hold.before(
            system.postgres(), "UPDATE ON reminders.deliveries", DISPATCH, "NEW.state = 'SENT'")) {
      remindedAt(ada, "Sent twice", soon());
      hold.awaitHeld();
      awaitMails(system, user, 1);
      system.processOf(DISPATCH).destroyForcibly();
    }

    Waiting.until("it is sent again", Duration.ofMinutes(4))
        .untilAsserted(() -> assertThat(mailsTo(system, user)).hasSize(2));
    assertThat(
            mailsTo(system, user).stream()
                .map(mail -> mail.path("headers").path("Message-ID").toString())
                .distinct())
        .hasSize(1);
  }

  @Test
  void a_thousand_reminders_in_one_minute_are_each_sent_once_and_in_time() {
    var instant = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    var ops =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    "{\"opId\":\"%s\",\"kind\":\"create\",\"fields\":{\"title\":\"Number %d\",\"reminders\":[%s]}}"
                        .formatted(UUID.randomUUID(), i, at(instant)))
            .toList();
    for (int i = 0; i < ops.size(); i += 100) {
      ada.batch(ops.subList(i, i + 100));
    }

    awaitMails(system, user, 1_000);
    awaitPushes(system, user, 1_000);
    assertThat(
            mailsTo(system, user).stream().map(mail -> mail.path("subject").asString()).distinct())
        .hasSize(1_000);
    assertThat(lastSent()).isBefore(instant.plus(ON_TIME));
    Waiting.stays("nobody is told twice", () -> assertMessages(1_000));
  }

  @Test
  void while_the_mail_server_is_down_everything_waits_and_then_arrives_once() {
    var instant = soon();
    system.failMail(1_000_000, "down");
    try {
      IntStream.range(0, 50).forEach(i -> remindedAt(ada, "Waiting " + i, instant));
      awaitPushes(system, user, 50);
      Waiting.until("a minute after the instant", Duration.ofMinutes(3))
          .until(() -> Instant.now().isAfter(instant.plusSeconds(60)));
      assertThat(mailsTo(system, user)).isEmpty();
    } finally {
      system.failMail(0, "down");
    }

    Waiting.until("every mail has arrived", Duration.ofMinutes(4))
        .untilAsserted(() -> assertThat(mailsTo(system, user)).hasSize(50));
    Waiting.stays("nobody is told twice", () -> assertMessages(50));
    assertThat(
            mailsTo(system, user).stream().map(mail -> mail.path("subject").asString()).distinct())
        .hasSize(50);
  }

  @Test
  void what_fell_due_while_the_platform_was_down_is_sent_once_when_it_starts_and_marked_late()
      throws IOException {
    var data = Files.createTempDirectory("perennial");
    JsonNode task;
    try (var before = RunningSystem.startOn(data, AWAKE)) {
      var grace = reachable(before, "grace");
      task = remindedAt(grace, "Late", Instant.now().plus(Duration.ofHours(2)));
      Waiting.until("it is planned")
          .untilAsserted(
              () ->
                  assertThat(reminder(grace, task).path("state").asString()).isEqualTo("planned"));
      // As if five minutes go by while nothing runs.
      before
          .postgres()
          .execute(
              "UPDATE reminders.reminders SET instant = now() - interval '5 minutes', fires_at ="
                  + " now() - interval '5 minutes'");
    }

    try (var after = RunningSystem.startOn(data, AWAKE)) {
      awaitMails(after, "grace", 1);
      awaitPushes(after, "grace", 1);
      assertThat(reminder(after.person("grace"), task).path("late").asBoolean()).isTrue();
      Waiting.stays(
          "told once",
          () -> {
            assertThat(mailsTo(after, "grace")).hasSize(1);
            assertThat(pushesTo(after, "grace")).hasSize(1);
          });
    }
  }

  @Test
  void every_occurrence_of_a_series_has_its_reminders() {
    var daily =
        ada.create(
            """
            {"title":"Every day","due":{"date":"2031-01-01","time":"09:00","zone":"Europe/Berlin"},
             "recurrence":{"frequency":"daily"},"reminders":[{"before":"PT15M"}]}
            """);

    var next = ada.complete(daily).path("next");

    Waiting.until("the next one is planned")
        .untilAsserted(
            () -> {
              var reminder = reminder(ada, next);
              assertThat(reminder.path("state").asString()).isEqualTo("planned");
              assertThat(reminder.path("instant").asString()).isEqualTo("2031-01-02T07:45:00Z");
            });
  }

  /** So many by each channel, no more. */
  private void assertMessages(int count) {
    assertThat(mailsTo(system, user)).hasSize(count);
    assertThat(pushesTo(system, user)).hasSize(count);
  }

  private static Person reachable(RunningSystem system, String user) {
    var person = system.person(user);
    person.tell("{\"email\":\"%s@example.org\",\"zone\":\"Europe/Berlin\"}".formatted(user));
    Waiting.until("the device is registered")
        .ignoreExceptions()
        .until(() -> person.registerDevice("device-of-" + user) != null);
    return person;
  }

  private static JsonNode remindedAt(Person person, String title, Instant instant) {
    return person.create("{\"title\":\"%s\",\"reminders\":[%s]}".formatted(title, at(instant)));
  }

  private static String at(Instant instant) {
    return "{\"at\":\"%s\",\"zone\":\"UTC\"}"
        .formatted(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  private static Instant soon() {
    return Instant.now().plus(SOON).truncatedTo(ChronoUnit.SECONDS);
  }

  private Instant lastSent() {
    return Instant.ofEpochMilli(
        system
            .postgres()
            .number(
                """
                SELECT (extract(epoch FROM max(d.sent_at)) * 1000)::bigint FROM reminders.deliveries d
                JOIN reminders.notifications n ON n.id = d.notification_id WHERE n.user_id = '%s'
                """
                    .formatted(user)));
  }

  private static JsonNode reminder(Person person, JsonNode task) {
    return EventJson.MAPPER.readTree(reminders(person, task)).at("/items/0");
  }

  private static String reminders(Person person, JsonNode task) {
    return person.http().get(path(task) + "/reminders").body();
  }

  private static String path(JsonNode task) {
    return "/v1/tasks/" + task.path("id").asString();
  }

  private static Map<String, String> json() {
    return Map.of("Content-Type", "application/json");
  }

  private static void awaitMails(RunningSystem system, String user, int count) {
    Waiting.until(count + " mails for " + user)
        .untilAsserted(() -> assertThat(mailsTo(system, user)).hasSize(count));
  }

  private static void awaitPushes(RunningSystem system, String user, int count) {
    Waiting.until(count + " pushes for " + user)
        .untilAsserted(() -> assertThat(pushesTo(system, user)).hasSize(count));
  }

  private static List<JsonNode> mailsTo(RunningSystem system, String user) {
    return system.mails().stream()
        .filter(mail -> mail.path("to").toString().contains(user + "@example.org"))
        .toList();
  }

  private static List<JsonNode> pushesTo(RunningSystem system, String user) {
    return system.pushes().stream()
        .filter(push -> push.path("token").asString().equals("device-of-" + user))
        .toList();
  }
}
