package dev.perennial.runtime.outbox;

import dev.perennial.runtime.StoredEvent;
import io.cloudevents.CloudEvent;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** An event that Kafka has not acknowledged yet. */
@MappedEntity(schema = "runtime", value = "outbox")
record OutboxRow(@Id UUID id, String topic, String attributes, byte[] data) {

  /** An estimate of the memory for objects and references, in bytes. */
  private static final int OVERHEAD = 256;

  static OutboxRow of(CloudEvent event, String topic) {
    var stored = StoredEvent.of(event);
    return new OutboxRow(UUID.fromString(event.getId()), topic, stored.attributes(), stored.data());
  }

  /** A row for an event that was published before, maybe by another function or more than once. */
  static OutboxRow forwarding(CloudEvent event, String topic) {
    var stored = StoredEvent.of(event);
    return new OutboxRow(UUID.randomUUID(), topic, stored.attributes(), stored.data());
  }

  CloudEvent event() {
    return new StoredEvent(attributes, data).toEvent();
  }

  /** The size of the event: its attributes as JSON, and its data. */
  int bytes() {
    return attributes.length() + data.length;
  }

  /** An estimate of the memory that the row takes, in bytes. */
  int heapBytes() {
    return OVERHEAD + bytes();
  }
}
