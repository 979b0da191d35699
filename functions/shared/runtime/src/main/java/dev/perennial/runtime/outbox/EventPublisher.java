package dev.perennial.runtime.outbox;

import io.cloudevents.CloudEvent;
import java.util.concurrent.CompletableFuture;

/** The way to the topics. */
public interface EventPublisher extends AutoCloseable {

  /**
   * Completes when the topic holds the event for good, exceptionally if it could not be told that
   * it does.
   */
  CompletableFuture<Void> publish(String topic, CloudEvent event);

  @Override
  void close();
}
