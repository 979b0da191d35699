package dev.perennial.auditsink;

import dev.perennial.auditsink.chain.EventMetadata;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.events.EventType;
import dev.perennial.runtime.ledger.GroupHandler;
import io.cloudevents.CloudEvent;
import java.util.List;

/**
 * Appends every event to the chain of its owner, and starts the hourly maintenance on a timer
 * event. Events that wait at the same time are appended in one transaction.
 */
final class AuditSink implements GroupHandler {

  private final Trail trail;
  private final Runnable hourly;

  AuditSink(Trail trail, Runnable hourly) {
    this.trail = trail;
    this.hourly = hourly;
  }

  @Override
  public void handleAll(List<CloudEvent> events) {
    List<CloudEvent> received =
        events.stream().filter(event -> !event.getType().equals(Trail.TICK)).toList();
    trail.append(received.stream().map(EventConverter::of).toList());
    received.stream().filter(AuditSink::isErasure).forEach(this::eraseOwner);
    if (received.size() < events.size()) {
      hourly.run();
    }
  }

  private static boolean isErasure(CloudEvent event) {
    return event.getType().equals(EventType.PROFILE_DELETED.type());
  }

  private void eraseOwner(CloudEvent deleted) {
    EventMetadata metadata = EventConverter.of(deleted).metadata();
    trail.destroyKey(metadata.owner(), metadata.time());
  }
}
