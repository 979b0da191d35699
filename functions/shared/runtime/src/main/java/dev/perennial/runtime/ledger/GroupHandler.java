package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;
import java.util.List;

/**
 * A handler that applies several waiting events with the same statements. It takes the locks of all
 * of them in one order before it writes, so that two instances cannot deadlock.
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
