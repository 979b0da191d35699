package dev.perennial.runtime.outbox;

import io.cloudevents.CloudEvent;
import java.util.concurrent.CompletableFuture;

/** The way to the topics. */
public interface EventPublisher extends AutoCloseable {

  /** Completes with what became of the event, and never exceptionally. */
  CompletableFuture<PublishResult> publish(String topic, CloudEvent event);

  /** The most bytes that an event may have to be published at all. */
  int maxBytes();

  @Override
  void close();
}
