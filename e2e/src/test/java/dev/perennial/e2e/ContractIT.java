package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.PublishedContract;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is on the topic is what the schemas promise to whoever reads it. */
class ContractIT {

  private final Person ada = SharedSystem.get().person("ada");

  @Test
  void an_event_of_every_type_conforms_to_its_schema_and_to_the_envelope() {
    var subjects = List.of(everythingDoneToATask(), everythingDoneToAList(), "ada");

    var allTypes = Arrays.stream(EventType.values()).map(EventType::type).toList();
    Waiting.until("each type is on the topic")
        .untilAsserted(
            () ->
                assertThat(about(subjects)).extracting(CloudEvent::getType).containsAll(allTypes));
    assertThat(about(subjects)).allSatisfy(ContractIT::conforms);
  }

  private static List<CloudEvent> about(List<String> subjects) {
    var topic = SharedSystem.taskEvents();
    return subjects.stream().flatMap(subject -> topic.about(subject).stream()).toList();
  }

  private String everythingDoneToATask() {
    var task = ada.createDaily("Water the ferns", "2027-03-01");
    var id = task.path("id").asString();
    var path = "/v1/tasks/" + id;
    send("PATCH", path, "{\"priority\":\"high\"}");
    ada.complete(task);
    send("POST", path + "/reopen", null);
    send("POST", path + "/skip", null);
    send("DELETE", path, null);
    return id;
  }

  private String everythingDoneToAList() {
    send("PUT", "/v1/me", "{\"displayName\":\"Ada %s\"}".formatted(UUID.randomUUID()));
    var list = send("POST", "/v1/lists", "{\"name\":\"Garden\"}");
    var id = EventJson.MAPPER.readTree(list).path("id").asString();
    var path = "/v1/lists/" + id;
    send("PATCH", path, "{\"name\":\"Balcony\"}");
    send("PUT", path + "/members/grace", "{\"role\":\"viewer\"}");
    send("DELETE", path + "/members/grace", null);
    send("DELETE", path, null);
    return id;
  }

  private String send(String method, String path, @Nullable String json) {
    var answer = ada.http().send(method, path, Map.of("Content-Type", "application/json"), json);
    assertThat(answer.statusCode()).as(method + " " + path).isBetween(200, 204);
    return answer.body();
  }

  private static void conforms(CloudEvent event) {
    var json = new String(new JsonFormat().serialize(event), StandardCharsets.UTF_8);
    var payload = new String(event.getData().toBytes(), StandardCharsets.UTF_8);
    var type = EventType.of(event.getType()).orElseThrow();

    assertThat(PublishedContract.envelopeViolations(json)).as(type.type()).isEmpty();
    assertThat(PublishedContract.violations(type, payload)).as(type.type()).isEmpty();
  }
}
