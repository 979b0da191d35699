package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A user with an e-mail address and a device, and the messages sent there. */
record ReachablePerson(RunningSystem system, String user, Person person) {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  static ReachablePerson in(RunningSystem system, String user) {
    var person = system.person(user);
    person.updateProfile("{\"zone\":\"Europe/Berlin\"}");
    system.reachByMail(person, user);
    Waiting.until("the device is registered")
        .ignoreExceptions()
        .until(() -> person.registerDevice("device-of-" + user) != null);
    return new ReachablePerson(system, user, person);
  }

  /** The same user in a system that was restarted. */
  ReachablePerson in(RunningSystem again) {
    return new ReachablePerson(again, user, again.person(user));
  }

  JsonNode remindedAt(String title, Instant instant) {
    return person.create("{\"title\":\"%s\",\"reminders\":[%s]}".formatted(title, at(instant)));
  }

  /** A task that is due within the hour after this instant, with a reminder at this instant. */
  JsonNode remindedBeforeDue(String title, Instant instant) {
    var due = instant.plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MINUTES);
    var local = LocalDateTime.ofInstant(due, ZoneOffset.UTC);
    return person.create(
        """
        {"title":"%s","due":{"date":"%s","time":"%s","zone":"UTC"},"reminders":[{"before":"%s"}]}
        """
            .formatted(
                title, local.toLocalDate(), local.toLocalTime(), Duration.between(instant, due)));
  }

  static String at(Instant instant) {
    return "{\"at\":\"%s\",\"zone\":\"UTC\"}"
        .formatted(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  /** The state of the only reminder of the task. */
  JsonNode reminder(JsonNode task) {
    return reminders(task).path(0);
  }

  JsonNode reminders(JsonNode task) {
    var path = "/v1/tasks/" + task.path("id").asString() + "/reminders";
    return EventJson.MAPPER.readTree(person.http().get(path).body()).path("items");
  }

  void awaitPlanned(JsonNode task) {
    Waiting.until("the reminder is planned")
        .untilAsserted(
            () -> assertThat(reminder(task).path("state").asString()).isEqualTo("planned"));
  }

  List<JsonNode> mails() {
    return system.mails().stream()
        .filter(mail -> mail.path("to").toString().contains(user + "@example.org"))
        .filter(mail -> !RunningSystem.isConfirmation(mail))
        .toList();
  }

  List<String> subjects() {
    return mails().stream().map(mail -> mail.path("subject").asString()).toList();
  }

  List<JsonNode> pushes() {
    return system.pushes().stream()
        .filter(push -> push.path("token").asString().equals("device-of-" + user))
        .toList();
  }

  /** Reads the table of deliveries, since polling a thousand mails would be a load itself. */
  void awaitSent(String channel, int count) {
    Waiting.until("%d by %s to %s".formatted(count, channel, user), TIMEOUT)
        .untilAsserted(() -> assertThat(sent("count(*)", channel)).isEqualTo(count));
  }

  /** The longest delay between the instant of a reminder and its sending. */
  Duration latest(String channel) {
    return Duration.ofMillis(
        sent("(extract(epoch FROM max(d.sent_at - r.instant)) * 1000)::bigint", channel));
  }

  private long sent(String what, String channel) {
    return system
        .postgres()
        .number(
            """
            SELECT %s FROM reminders.deliveries d JOIN reminders.reminders r ON r.notification_id = d.notification_id
            WHERE r.user_id = '%s' AND d.channel = '%s' AND d.state = 'SENT'
            """
                .formatted(what, user, channel));
  }

  /** This many different messages were sent on each channel, and no more for a while. */
  void assertNotifiedOnce(int count) {
    Waiting.remains(
        "notified once",
        () -> {
          assertThat(subjects()).doesNotHaveDuplicates();
          assertThat(subjects().size()).isEqualTo(count);
          assertThat(pushes().size()).isEqualTo(count);
        });
  }
}
