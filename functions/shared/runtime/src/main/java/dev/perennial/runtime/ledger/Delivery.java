package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;
import java.util.UUID;

/**
 * One arrival of an event.
 *
 * @param token distinguishes this delivery from others of the same event
 */
record Delivery(CloudEvent event, UUID token) {

  String source() {
    return event.getSource().toString();
  }

  String id() {
    return event.getId();
  }

  String type() {
    return event.getType();
  }
}
