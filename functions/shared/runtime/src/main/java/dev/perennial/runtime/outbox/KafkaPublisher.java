package dev.perennial.runtime.outbox;

import dev.perennial.runtime.outbox.PublishResult.Acknowledged;
import dev.perennial.runtime.outbox.PublishResult.Failed;
import dev.perennial.runtime.outbox.PublishResult.Refused;
import dev.perennial.runtime.outbox.PublishResult.Unavailable;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventSerializer;
import io.cloudevents.rw.CloudEventRWException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents in binary mode by an idempotent producer that waits for all replicas. Keyed by the
 * event's {@code partitionkey}. Connects with the first event, not before: many invocations emit
 * none. An event that is not acknowledged after 10 s, or cannot be sent for 3 s, is given up.
 */
public final class KafkaPublisher implements EventPublisher {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  /** Kafka's default, of producers and of brokers. */
  private static final int DEFAULT_MAX_REQUEST_SIZE = 1024 * 1024;

  /** Kafka's default of 32 MiB is more than a function with a heap of 80 MiB has to spare. */
  private static final int BUFFER_BYTES = 4 * 1024 * 1024;

  private final Map<String, Object> properties;
  private final int maxBytes;
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
    properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_MAX_REQUEST_SIZE);
    this.maxBytes =
        Integer.parseInt(
            String.valueOf(properties.get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG)).strip());
    // A record that is larger than the buffer is refused.
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(BUFFER_BYTES, 2L * maxBytes));
  }

  @Override
  public int maxBytes() {
    return maxBytes;
  }

  @Override
  public CompletableFuture<PublishResult> publish(String topic, CloudEvent event) {
    var published = new CompletableFuture<PublishResult>();
    try {
      // The callback says more than the future does.
      var _ =
          connected()
              .send(
                  new ProducerRecord<>(topic, (String) event.getExtension("partitionkey"), event),
                  (metadata, failure) ->
                      published.complete(failure == null ? new Acknowledged() : result(failure)));
    } catch (SerializationException | CloudEventRWException e) {
      published.complete(new Refused(reason(e)));
    } catch (KafkaException e) {
      // An idempotent producer that has failed for good throws at every event from then on.
      disconnect();
      published.complete(new Unavailable(reason(e)));
    }
    return published;
  }

  /**
   * Only what is said about the event itself refuses it. What an operator can put right, such as
   * credentials and rights, and what nobody knows, is tried again.
   */
  private static PublishResult result(Exception failure) {
    return switch (failure) {
      case RecordTooLargeException e -> new Refused(reason(e));
      case InvalidRecordException e -> new Refused(reason(e));
      case InvalidTimestampException e -> new Refused(reason(e));
      case InvalidTopicException e -> new Refused(reason(e));
      case SerializationException e -> new Refused(reason(e));
      case RetriableException e -> new Unavailable(reason(e));
      case AuthenticationException e -> new Unavailable(reason(e));
      case AuthorizationException e -> new Unavailable(reason(e));
      default -> new Failed(reason(failure));
    };
  }

  private static String reason(Exception failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
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

  private synchronized void disconnect() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }
}
