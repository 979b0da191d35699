package dev.perennial.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A dead letter as the broker delivers it; each {@code with} returns a changed copy. */
record Letter(Map<String, String> headers, String data) {

  /** An event of this owner that a function with this name could not process. */
  static Letter of(String function, String owner) {
    return event(owner)
        .with("knativeerrordest", "http://" + function + ".perennial.svc.cluster.local")
        .with("knativeerrorcode", "422")
        .with("knativeerrordata", base64("there is no task " + UUID.randomUUID()));
  }

  /** An event that no broker has given up. */
  static Letter event(String owner) {
    return new Letter(
        Map.of(
            "ce-specversion",
            "1.0",
            "ce-id",
            UUID.randomUUID().toString(),
            "ce-source",
            "/functions/task-api",
            "ce-type",
            "dev.perennial.task.completed.v1",
            "ce-subject",
            UUID.randomUUID().toString(),
            "ce-time",
            Instant.now().toString(),
            "ce-owner",
            owner,
            "ce-traceparent",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "Content-Type",
            "application/json"),
        "{\"task\": {\"title\": \"Moss\"}}");
  }

  Letter with(String attribute, String value) {
    var changed = new HashMap<>(headers);
    changed.put("ce-" + attribute, value);
    return new Letter(changed, data);
  }

  /** The same as a CloudEvent. */
  CloudEvent toEvent() {
    var event = CloudEventBuilder.v1().withData("application/json", data.getBytes(UTF_8));
    headers.forEach(
        (name, value) -> {
          if (name.startsWith("ce-") && !name.equals("ce-specversion")) {
            event.withContextAttribute(name.substring(3), value);
          }
        });
    return event.build();
  }

  String id() {
    return headers.get("ce-id");
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
