package dev.perennial.events;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The CloudEvents attributes that every event has in addition to its payload.
 *
 * @param source the function that publishes the event, such as {@code /functions/task-api}
 * @param subject the id of the task, list or user that the event is about
 * @param time when the event happened at the source
 * @param partitionKey the id of the list; for events without a list, the id of the user
 * @param actor the user who gave the command
 * @param owner the user who owns the list and is billed
 * @param traceparent W3C Trace Context
 */
public record Envelope(
    EventType type,
    UUID id,
    URI source,
    String subject,
    Instant time,
    String partitionKey,
    String actor,
    String owner,
    String traceparent) {

  /** Returns the CloudEvent with this payload, which must be a record of the contract. */
  public CloudEvent around(Object payload) {
    return CloudEventBuilder.v1()
        .withType(type.type())
        .withId(id.toString())
        .withSource(source)
        .withSubject(subject)
        .withTime(time.atOffset(ZoneOffset.UTC))
        .withDataSchema(type.schema())
        .withExtension("partitionkey", partitionKey)
        .withExtension("actor", actor)
        .withExtension("owner", owner)
        .withExtension("traceparent", traceparent)
        .withData("application/json", EventJson.write(payload))
        .build();
  }
}
