package dev.perennial.runtime.outbox;

import io.cloudevents.CloudEvent;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * An event of a committed row that is to be published.
 *
 * @param event returns it; throws if the row contains no event
 * @param heapBytes an estimate of the memory that it takes
 */
record PendingEvent(UUID id, String topic, Supplier<CloudEvent> event, int heapBytes) {

  /** The event from which the row was made, so that it is not read from its JSON again. */
  static PendingEvent of(OutboxRow row, CloudEvent event) {
    return new PendingEvent(row.id(), row.topic(), () -> event, row.heapBytes());
  }

  /** The event of a row that was read from the table. */
  static PendingEvent of(OutboxRow row) {
    return new PendingEvent(row.id(), row.topic(), row::event, row.heapBytes());
  }
}
