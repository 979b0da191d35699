package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;
import java.util.List;

/**
 * A handler that applies several waiting events in one transaction, because one transaction each
 * would wait for the same lock and for the disk one after the other.
 */
@FunctionalInterface
public interface GroupHandler extends EventHandler {

  /**
   * Applies these events as {@link #handle} applies one; each is entered in the ledger by the same
   * transaction. If it throws, everything is rolled back and smaller groups are tried.
   */
  void handleAll(List<CloudEvent> events);

  @Override
  default void handle(CloudEvent event) {
    handleAll(List.of(event));
  }
}
