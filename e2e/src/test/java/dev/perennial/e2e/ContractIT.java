package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import dev.perennial.events.PublishedContract;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is on the topic is what the schemas promise to whoever reads it. */
class ContractIT {

  private final Person ada = SharedSystem.get().person("ada");

  @Test
  void an_event_of_every_type_conforms_to_its_schema_and_to_the_envelope() {
    var task = ada.createDaily("Water the ferns", "2027-03-01");
    var path = "/v1/tasks/" + task.path("id").asString();
    var mergePatch = Map.of("Content-Type", "application/merge-patch+json");

    ada.http().send("PATCH", path, mergePatch, "{\"priority\":\"high\"}");
    ada.complete(task);
    ada.http().post(path + "/reopen", null);
    ada.http().send("DELETE", path, Map.of(), null);

    var allTypes = Arrays.stream(EventType.values()).map(EventType::type).toList();
    var topic = SharedSystem.taskEvents();
    Waiting.until("each type is on the topic")
        .untilAsserted(
            () ->
                assertThat(topic.about(task.path("id").asString()))
                    .extracting(CloudEvent::getType)
                    .containsAll(allTypes));
    assertThat(topic.about(task.path("id").asString())).allSatisfy(ContractIT::conforms);
  }

  private static void conforms(CloudEvent event) {
    var json = new String(new JsonFormat().serialize(event), StandardCharsets.UTF_8);
    var payload = new String(event.getData().toBytes(), StandardCharsets.UTF_8);
    var type = EventType.of(event.getType()).orElseThrow();

    assertThat(PublishedContract.envelopeViolations(json)).as(type.type()).isEmpty();
    assertThat(PublishedContract.violations(type, payload)).as(type.type()).isEmpty();
  }
}
