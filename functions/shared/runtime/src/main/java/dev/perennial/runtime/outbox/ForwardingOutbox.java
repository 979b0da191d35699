package dev.perennial.runtime.outbox;

import io.cloudevents.CloudEvent;
import java.util.List;

/** An outbox that also publishes events of other functions again. */
public interface ForwardingOutbox extends Outbox {

  /**
   * Stores events that have been published before, to be published to this topic as they are, with
   * the commit of the current transaction.
   *
   * @throws IllegalStateException outside a transaction
   */
  void forward(List<CloudEvent> events, String topic);
}
