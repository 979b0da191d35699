package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.PublishedContract;
import dev.perennial.runtime.testkit.TestPostgres;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The published events, read from the outbox: without Kafka they stay there. */
final class Events {

  /** An event that satisfies its schema. */
  record Event(String type, JsonNode attributes, JsonNode payload) {

    List<String> audience() {
      return payload.required("audience").valueStream().map(JsonNode::asString).toList();
    }
  }

  private Events() {}

  /**
   * In the order in which they happened.
   *
   * @param subject an id, or an address that ends in one
   */
  static List<Event> about(String subject) {
    var id = subject.substring(subject.lastIndexOf('/') + 1);
    return TestPostgres.shared()
        .column(
            """
            SELECT attributes::text || E'\\n' || convert_from(data, 'UTF8') FROM runtime.outbox
            WHERE attributes ->> 'subject' = '%s' ORDER BY created_at, attributes ->> 'time', id
            """
                .formatted(id))
        .stream()
        .map(Events::event)
        .toList();
  }

  private static Event event(String stored) {
    var parts = stored.split("\n", 2);
    var attributes = EventJson.MAPPER.readTree(parts[0]);
    var type = EventType.of(attributes.required("type").asString()).orElseThrow();
    assertThat(PublishedContract.violations(type, parts[1])).as(type.type()).isEmpty();
    return new Event(
        type.type().replaceFirst("^dev\\.perennial\\.(.+)\\.v\\d+$", "$1"),
        attributes,
        EventJson.MAPPER.readTree(parts[1]));
  }
}
