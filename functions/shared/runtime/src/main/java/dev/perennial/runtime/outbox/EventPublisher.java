package dev.perennial.runtime.outbox;

import io.cloudevents.CloudEvent;
import java.util.concurrent.CompletableFuture;

/** Publishes events to topics. */
public interface EventPublisher extends AutoCloseable {

  /** Completes with the result of publishing the event. Never completes exceptionally. */
  CompletableFuture<PublishResult> publish(String topic, CloudEvent event);

  /** The maximum size, in bytes, of an event that can be published. */
  int maxBytes();

  @Override
  void close();
}
