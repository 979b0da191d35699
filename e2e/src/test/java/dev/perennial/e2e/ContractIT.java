package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.PublishedContract;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Published events conform to the published schemas. */
class ContractIT {

  /** They need an hour that has ended or a budget; other tests validate them. */
  private static final List<EventType> OF_USAGE =
      List.of(EventType.BUDGET_REACHED, EventType.USAGE_RECORDED, EventType.SPENDING_RECORDED);

  private final RunningSystem system = SharedSystem.get();
  private final Person ada = system.person("ada");

  @Test
  void an_event_of_every_type_conforms_to_its_schema_and_to_the_envelope() {
    var subjects = List.of(allEventsOfATask(), allEventsOfAList(), "ada");
    var notified = allReminderEventsOfAUser();
    system.tick("hourly");
    allEventsOfAnOperator();

    var allTypes =
        Arrays.stream(EventType.values())
            .filter(type -> !OF_USAGE.contains(type))
            .map(EventType::type)
            .toList();
    Waiting.until("each type is on the topic")
        .untilAsserted(
            () ->
                assertThat(events(subjects, notified))
                    .extracting(CloudEvent::getType)
                    .containsAll(allTypes));
    assertThat(events(subjects, notified)).allSatisfy(ContractIT::conforms);
  }

  private List<CloudEvent> events(List<String> subjects, String notified) {
    var reminders =
        new Topic(system.kafka(), "task-reminders")
            .events().stream().filter(event -> notified.equals(event.getExtension("owner")));
    var checkpoints = new Topic(system.kafka(), "audit-checkpoints").events().stream();
    var deletions = SharedSystem.taskEvents().about(notified).stream();
    var actions =
        Stream.concat(
            SharedSystem.taskEvents().events().stream(),
            new Topic(system.kafka(), "redrives")
                .events().stream().filter(event -> Topic.shortType(event).endsWith(".advanced")));
    var ofOperator =
        actions.filter(event -> event.getSource().toString().equals("/functions/operations"));
    return Stream.of(about(subjects).stream(), reminders, checkpoints, deletions, ofOperator)
        .flatMap(Function.identity())
        .toList();
  }

  /** A letter is discarded, restored and sent again; it fails again. A replay finds it there. */
  private void allEventsOfAnOperator() {
    var poison =
        CloudEventBuilder.v1()
            .withId(UUID.randomUUID().toString())
            .withSource(URI.create("/functions/task-api"))
            .withType(EventType.TASK_COMPLETED.type())
            .withExtension("owner", SharedSystem.newUser())
            .withData("application/json", "{}".getBytes(StandardCharsets.UTF_8))
            .build();
    SharedSystem.taskEvents().publish(poison, 1);
    var operator = system.http().withToken(system.token("root"));
    var owner = String.valueOf(poison.getExtension("owner"));
    Waiting.until("there is a dead letter")
        .until(() -> operator.get("/v1/dead-letters?owner=" + owner).body().contains(owner));
    var body = "{\"filter\":{\"owner\":\"%s\"}%s}";
    for (var action : List.of("discard", "restore")) {
      var response =
          operator.post(
              "/v1/dead-letters/" + action, body.formatted(owner, ",\"reason\":\"a test\""));
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
    assertThat(operator.post("/v1/dead-letters/redrive", body.formatted(owner, "")).statusCode())
        .isEqualTo(201);
    var replay =
        "{\"function\":\"on-completed-recurrence\",\"from\":\"%s\",\"owner\":\"%s\"}"
            .formatted(Instant.now().minusSeconds(600), owner);
    assertThat(operator.post("/v1/replays", replay).statusCode()).isEqualTo(201);
  }

  /** One mail is delivered, one is refused, one is too late; then the user is deleted. */
  private String allReminderEventsOfAUser() {
    var user = SharedSystem.newUser();
    var person = system.person(user);
    person.updateProfile("{\"displayName\":\"Notified\"}");
    system.reachByMail(person, user);
    remind(person, "Arrives");
    awaitReminder(user, EventType.REMINDER_DELIVERED);
    system.failMail(1, "permanent");
    remind(person, "Is refused");
    awaitReminder(user, EventType.REMINDER_FAILED);
    var late =
        person.create(
            "{\"title\":\"Too"
                + " late\",\"due\":{\"date\":\"2999-01-01\"},\"reminders\":[{\"before\":\"PT1H\"}]}");
    Waiting.until("the reminder is planned")
        .until(() -> system.postgres().number(ofTask(late, "SELECT count(*) FROM")) == 1);
    system
        .postgres()
        .execute(
            ofTask(late, "UPDATE")
                .replace("WHERE", "SET fires_at = now() - interval '2 days' WHERE"));
    system.tick("maintenance");
    awaitReminder(user, EventType.REMINDER_EXPIRED);
    assertThat(person.http().send("DELETE", "/v1/me", Map.of(), null).statusCode()).isEqualTo(204);
    return user;
  }

  private static String ofTask(JsonNode task, String statement) {
    return statement + " reminders.reminders WHERE task_id = '" + task.path("id").asString() + "'";
  }

  private static void remind(Person person, String title) {
    var at = LocalDateTime.now(ZoneOffset.UTC).plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
    person.create(
        "{\"title\":\"%s\",\"reminders\":[{\"at\":\"%s\",\"zone\":\"UTC\"}]}".formatted(title, at));
  }

  private void awaitReminder(String user, EventType type) {
    var topic = new Topic(system.kafka(), "task-reminders");
    Waiting.until("there is " + type)
        .until(
            () ->
                topic.events().stream()
                    .filter(event -> user.equals(event.getExtension("owner")))
                    .filter(event -> event.getType().equals(type.type()))
                    .anyMatch(event -> !data(event).contains("\"confirmation\"")));
  }

  private static String data(CloudEvent event) {
    return new String(event.getData().toBytes(), StandardCharsets.UTF_8);
  }

  private static List<CloudEvent> about(List<String> subjects) {
    var topic = SharedSystem.taskEvents();
    return subjects.stream().flatMap(subject -> topic.about(subject).stream()).toList();
  }

  private String allEventsOfATask() {
    var task = ada.createDaily("Water the ferns", "2027-03-01");
    var id = task.path("id").asString();
    var path = "/v1/tasks/" + id;
    send("PATCH", path, "{\"priority\":\"high\"}");
    ada.complete(task);
    send("POST", path + "/reopen", null);
    send("POST", path + "/skip", null);
    send("DELETE", path, null);
    send("POST", path + "/restore", null);
    return id;
  }

  private String allEventsOfAList() {
    send("PUT", "/v1/me", "{\"displayName\":\"Ada %s\"}".formatted(UUID.randomUUID()));
    var list = send("POST", "/v1/lists", "{\"name\":\"Garden\"}");
    var id = EventJson.MAPPER.readTree(list).path("id").asString();
    var path = "/v1/lists/" + id;
    send("PATCH", path, "{\"name\":\"Balcony\"}");
    send("PUT", path + "/members/grace", "{\"role\":\"viewer\"}");
    send("DELETE", path + "/members/grace", null);
    ada.share(id, "grace", "viewer", system.person("grace"));
    send("DELETE", path + "/members/grace", null);
    var declining = SharedSystem.newUser();
    send("PUT", path + "/members/" + declining, "{\"role\":\"viewer\"}");
    var decline = "/v1/invitations/" + id + "/decline";
    assertThat(system.person(declining).http().post(decline, null).statusCode()).isEqualTo(204);
    send("DELETE", path, null);
    return id;
  }

  private String send(String method, String path, @Nullable String json) {
    var response = ada.http().send(method, path, Map.of("Content-Type", "application/json"), json);
    assertThat(response.statusCode()).as(method + " " + path).isBetween(200, 204);
    return response.body();
  }

  private static void conforms(CloudEvent event) {
    var json = new String(new JsonFormat().serialize(event), StandardCharsets.UTF_8);
    var payload = new String(event.getData().toBytes(), StandardCharsets.UTF_8);
    var type = EventType.of(event.getType()).orElseThrow();

    assertThat(PublishedContract.envelopeViolations(json)).as(type.type()).isEmpty();
    assertThat(PublishedContract.violations(type, payload)).as(type.type()).isEmpty();
  }
}
