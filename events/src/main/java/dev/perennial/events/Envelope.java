package dev.perennial.events;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * What every event of ours says beside its payload.
 *
 * @param source the function that emits it, such as {@code /functions/task-api}
 * @param subject the id of what it is about: a task, a list or a user
 * @param time when it happened at the source
 * @param partitionKey the list's id; of what belongs to no list, the user's
 * @param actor the user who acted
 * @param owner the user whose list it is, and who is billed
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

  /** The CloudEvent around this payload, a record of the contract. */
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
