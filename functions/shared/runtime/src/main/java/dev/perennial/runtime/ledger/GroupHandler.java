package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;
import java.util.List;

/**
 * What a function does with events that wait at the same time: all of them in one transaction,
 * where one each would wait for the same lock and for the disk in turn.
 */
@FunctionalInterface
public interface GroupHandler extends EventHandler {

  /**
   * As {@link #handle}, of each of these events; each is entered in the ledger by the same
   * transaction. If it throws, nothing has happened, and each event is handled by itself.
   */
  void handleAll(List<CloudEvent> events);

  @Override
  default void handle(CloudEvent event) {
    handleAll(List.of(event));
  }
}
