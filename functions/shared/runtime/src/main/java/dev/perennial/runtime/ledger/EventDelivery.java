package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;
import java.util.UUID;

/**
 * One arrival of an event.
 *
 * @param id under which the event is entered in the ledger
 * @param token distinguishes this delivery from others of the same event
 */
record EventDelivery(CloudEvent event, String id, UUID token) {

  String source() {
    return event.getSource().toString();
  }

  String type() {
    return event.getType();
  }

  /** How often the event was sent again to this function; 0 for the event itself. */
  int generation() {
    return Redrive.generationOf(event);
  }
}
