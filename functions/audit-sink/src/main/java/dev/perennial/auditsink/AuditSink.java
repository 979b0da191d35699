package dev.perennial.auditsink;

import dev.perennial.auditsink.store.ReceivedEvent;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.events.EventType;
import dev.perennial.runtime.ledger.GroupHandler;
import dev.perennial.runtime.ledger.RecordedErasures;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.List;

/**
 * Appends every event to the chain of its owner, and starts the maintenance of the trail on a timer
 * event. Events that wait at the same time are appended in one transaction. Destroys the key of an
 * owner who has erased themself, if task-api confirms it.
 */
final class AuditSink implements GroupHandler {

  private final Trail trail;
  private final RecordedErasures erasures;
  private final Runnable maintenance;

  AuditSink(Trail trail, RecordedErasures erasures, Runnable maintenance) {
    this.trail = trail;
    this.erasures = erasures;
    this.maintenance = maintenance;
  }

  @Override
  public void handleAll(List<CloudEvent> events) {
    List<ReceivedEvent> received =
        events.stream()
            .filter(event -> !event.getType().equals(Trail.TICK))
            .map(EventConverter::of)
            .toList();
    List<Erased> erased =
        received.stream().filter(AuditSink::isErasure).map(this::confirmed).toList();
    trail.append(received);
    erased.forEach(owner -> trail.destroyKey(owner.id(), owner.at()));
    if (received.size() < events.size()) {
      maintenance.run();
    }
  }

  private static boolean isErasure(ReceivedEvent event) {
    return event.metadata().type().equals(EventType.PROFILE_DELETED.type());
  }

  private Erased confirmed(ReceivedEvent deleted) {
    String owner = deleted.metadata().owner();
    return new Erased(owner, erasures.confirm(owner, deleted.metadata().time()));
  }

  private record Erased(String id, Instant at) {}
}
