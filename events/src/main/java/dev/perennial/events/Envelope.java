package dev.perennial.events;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents attributes that every event has in addition to its payload. Attributes that may
 * be user ids are encoded (ADR 13) and must be read by the methods of this class.
 *
 * @param source the function that publishes the event, such as {@code /functions/task-api}
 * @param subject the id of the task, list or user that the event is about
 * @param time when the event happened at the source
 * @param partitionKey the id of the list; for events without a list, the id of the user
 * @param actor the user who gave the command
 * @param owner the user who owns the list
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

  private static final String ACTOR = "actor";
  private static final String OWNER = "owner";

  /** Returns the CloudEvent with this payload, which must be a record of the contract. */
  public CloudEvent around(Object payload) {
    return CloudEventBuilder.v1()
        .withType(type.type())
        .withId(id.toString())
        .withSource(source)
        .withSubject(UserId.toAttribute(subject))
        .withTime(time.atOffset(ZoneOffset.UTC))
        .withDataSchema(type.schema())
        .withExtension("partitionkey", UserId.toAttribute(partitionKey))
        .withExtension(ACTOR, UserId.toAttribute(actor))
        .withExtension(OWNER, UserId.toAttribute(owner))
        .withExtension("traceparent", traceparent)
        .withData("application/json", EventJson.write(payload))
        .build();
  }

  /** Returns the {@code actor} of an event; null if it has none. */
  public static @Nullable String actorOf(CloudEvent event) {
    return userId(event, ACTOR);
  }

  /** Returns the {@code owner} of an event; null if it has none. */
  public static @Nullable String ownerOf(CloudEvent event) {
    return userId(event, OWNER);
  }

  /** Returns the {@code subject} of an event, which may be a user id; null if it has none. */
  public static @Nullable String subjectOf(CloudEvent event) {
    String subject = event.getSubject();
    return subject == null ? null : UserId.ofAttribute(subject);
  }

  private static @Nullable String userId(CloudEvent event, String name) {
    Object value = event.getExtension(name);
    return value == null ? null : UserId.ofAttribute(value.toString());
  }
}
