package dev.perennial.auditsink;

import dev.perennial.auditsink.store.Trail;
import dev.perennial.events.EventType;
import dev.perennial.runtime.ledger.GroupHandler;
import io.cloudevents.CloudEvent;
import java.util.List;

/**
 * Enters every event in the chain of its owner, and does once an hour what time asks for. What
 * waits at the same time is entered together.
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
    var facts = events.stream().filter(event -> !event.getType().equals(Trail.TICK)).toList();
    trail.append(facts.stream().map(ReceivedEvent::of).toList());
    facts.stream().filter(AuditSink::asksToBeForgotten).forEach(this::forget);
    if (facts.size() < events.size()) {
      hourly.run();
    }
  }

  private static boolean asksToBeForgotten(CloudEvent event) {
    return event.getType().equals(EventType.PROFILE_DELETED.type());
  }

  private void forget(CloudEvent deleted) {
    var facts = ReceivedEvent.of(deleted).facts();
    trail.forget(facts.owner(), facts.time());
  }
}
