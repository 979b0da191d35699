package dev.perennial.runtime;

import dev.perennial.events.EventJson;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;

/**
 * A CloudEvent as tables store it: attributes and extensions as a JSON object that an operator can
 * query, data as the received bytes.
 */
public record StoredEvent(String attributes, byte[] data) {

  private static final TypeReference<TreeMap<String, String>> ATTRIBUTES = new TypeReference<>() {};

  /** Stores every attribute and the data; extensions become text. */
  public static StoredEvent of(CloudEvent event) {
    var attributes = new TreeMap<String, String>();
    for (var name : event.getAttributeNames()) {
      var value = event.getAttribute(name);
      if (value != null) {
        attributes.put(name, value.toString());
      }
    }
    for (var name : event.getExtensionNames()) {
      attributes.put(name, String.valueOf(event.getExtension(name)));
    }
    var data = event.getData();
    return new StoredEvent(
        EventJson.MAPPER.writeValueAsString(attributes),
        data == null ? new byte[0] : data.toBytes());
  }

  /** Restores the event. */
  public CloudEvent toEvent() {
    var builder = CloudEventBuilder.v1();
    EventJson.MAPPER
        .readValue(attributes, ATTRIBUTES)
        .forEach(
            (name, value) -> {
              switch (name) {
                case "specversion" -> {}
                case "id" -> builder.withId(value);
                case "source" -> builder.withSource(URI.create(value));
                case "type" -> builder.withType(value);
                case "subject" -> builder.withSubject(value);
                case "time" -> builder.withTime(OffsetDateTime.parse(value));
                case "datacontenttype" -> builder.withDataContentType(value);
                case "dataschema" -> builder.withDataSchema(URI.create(value));
                default -> builder.withExtension(name, value);
              }
            });
    return builder.withData(data).build();
  }
}
