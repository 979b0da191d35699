package dev.perennial.runtime.outbox;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventSerializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents in binary mode by an idempotent producer that waits for all replicas. Keyed by the
 * event's {@code partitionkey}. Connects with the first event, not before: many invocations emit
 * none.
 */
public final class KafkaPublisher implements EventPublisher {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final Map<String, Object> properties;
  private @Nullable Producer<String, CloudEvent> producer;

  /**
   * @param clientId how Kafka's logs and quotas call this function
   * @param connection the client's properties, {@code bootstrap.servers} at least
   */
  public KafkaPublisher(String clientId, Map<String, Object> connection) {
    this.properties = new HashMap<>(connection);
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // The outbox tries again; a producer that waits long only delays that.
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
  }

  @Override
  public CompletableFuture<Void> publish(String topic, CloudEvent event) {
    var published = new CompletableFuture<Void>();
    try {
      // The callback says more than the future does.
      var _ =
          connected()
              .send(
                  new ProducerRecord<>(topic, (String) event.getExtension("partitionkey"), event),
                  (metadata, failure) -> {
                    if (failure == null) {
                      published.complete(null);
                    } else {
                      published.completeExceptionally(failure);
                    }
                  });
    } catch (KafkaException e) {
      published.completeExceptionally(e);
    }
    return published;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(CLOSE_WITHIN);
    }
  }

  private synchronized Producer<String, CloudEvent> connected() {
    if (producer == null) {
      producer =
          new KafkaProducer<>(properties, new StringSerializer(), new CloudEventSerializer());
    }
    return producer;
  }
}
