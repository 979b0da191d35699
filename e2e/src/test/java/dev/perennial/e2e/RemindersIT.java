package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A reminder is sent on time and once on each channel. */
@Order(SharedSystem.LATE)
class RemindersIT {

  /** Less than the 15 minutes after which a missed alarm would be noticed. */
  private static final Duration ON_TIME = Duration.ofMinutes(4);

  private final RunningSystem system = SharedSystem.get();
  private final ReachablePerson ada = ReachablePerson.in(system, SharedSystem.newUser());

  @Test
  void a_completed_deleted_or_rescheduled_task_is_not_reminded_of_at_its_old_instant() {
    var instant = in(Duration.ofSeconds(15));
    var later = instant.plusSeconds(10);
    var done = ada.remindedAt("Done", instant);
    var deleted = ada.remindedAt("Deleted", instant);
    var moved = ada.remindedAt("Moved", instant);
    var unchanged = ada.remindedAt("Unchanged", instant);
    var postponed = ada.remindedBeforeDue("Postponed", instant);

    ada.person().complete(done);
    ada.person().http().send("DELETE", path(deleted), Map.of(), null);
    patch(moved, "{\"reminders\":[%s]}".formatted(ReachablePerson.at(later)));
    patch(postponed, "{\"due\":{\"date\":\"2031-01-01\",\"time\":\"09:00\",\"zone\":\"UTC\"}}");

    ada.awaitSent("EMAIL", 2);
    ada.awaitSent("PUSH", 2);
    ada.assertNotifiedOnce(2);
    assertThat(ada.subjects())
        .allSatisfy(subject -> assertThat(subject).containsAnyOf("Moved", "Unchanged"));
    assertThat(ada.reminder(unchanged).path("state").asString()).isEqualTo("sent");
    // The old reminder was never planned if the update was handled first.
    assertThat(ada.reminders(moved).valueStream())
        .extracting(item -> item.path("state").asString())
        .contains("sent")
        .isSubsetOf("cancelled", "sent");
    assertThat(ada.reminders(postponed).valueStream())
        .extracting(item -> item.path("state").asString())
        .contains("planned")
        .isSubsetOf("cancelled", "planned");
    awaitInFeed("reminder.due");
    awaitInFeed("reminder.delivered");
  }

  @Test
  void an_address_that_is_not_confirmed_gets_the_request_to_confirm_it_and_no_other_mail() {
    var user = SharedSystem.newUser();
    var person = system.person(user);
    person.updateProfile("{\"email\":\"%s@example.org\"}".formatted(user));
    var unconfirmed = new ReachablePerson(system, user, person);

    var task = unconfirmed.remindedAt("Is not mailed", in(Duration.ofSeconds(5)));

    Waiting.until("the reminder has its result")
        .untilAsserted(
            () ->
                assertThat(unconfirmed.reminder(task).path("deliveries").toString())
                    .contains("suppressed", "the e-mail address is not confirmed"));
    Waiting.until("the confirmation is mailed")
        .untilAsserted(() -> assertThat(mailsTo(user)).hasSize(1));
    assertThat(mailsTo(user)).allMatch(RunningSystem::isConfirmation);
  }

  private List<JsonNode> mailsTo(String user) {
    return system.mails().stream()
        .filter(mail -> mail.path("to").toString().contains(user + "@example.org"))
        .toList();
  }

  private void patch(JsonNode task, String body) {
    var response =
        ada.person()
            .http()
            .send("PATCH", path(task), Map.of("Content-Type", "application/json"), body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private void awaitInFeed(String type) {
    Waiting.until(type + " is in the feed")
        .until(() -> ada.person().http().get("/v1/sync?since=0&limit=500").body().contains(type));
  }

  @Test
  void a_thousand_reminders_within_a_minute_are_each_sent_once_and_on_time() {
    var begin = in(Duration.ofSeconds(45));
    var ops =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    "{\"opId\":\"%s\",\"kind\":\"create\",\"fields\":{\"title\":\"Number %d\",\"reminders\":[%s]}}"
                        .formatted(
                            UUID.randomUUID(), i, ReachablePerson.at(begin.plusSeconds(i % 60))))
            .toList();
    for (int i = 0; i < ops.size(); i += 100) {
      ada.person().batch(ops.subList(i, i + 100));
    }

    ada.awaitSent("EMAIL", 1_000);
    ada.awaitSent("PUSH", 1_000);
    assertThat(ada.latest("EMAIL")).isLessThan(ON_TIME);
    assertThat(ada.latest("PUSH")).isLessThan(ON_TIME);
    ada.assertNotifiedOnce(1_000);
  }

  @Test
  void every_occurrence_of_a_series_has_its_reminders() {
    var daily =
        ada.person()
            .create(
                """
                {"title":"Every day","due":{"date":"2031-01-01","time":"09:00","zone":"Europe/Berlin"},
                 "recurrence":{"frequency":"daily"},"reminders":[{"before":"PT15M"}]}
                """);

    var next = ada.person().complete(daily).path("next");

    ada.awaitPlanned(next);
    assertThat(ada.reminder(next).path("instant").asString()).isEqualTo("2031-01-02T07:45:00Z");
  }

  private static Instant in(Duration time) {
    return Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS);
  }

  private static String path(JsonNode task) {
    return "/v1/tasks/" + task.path("id").asString();
  }
}
