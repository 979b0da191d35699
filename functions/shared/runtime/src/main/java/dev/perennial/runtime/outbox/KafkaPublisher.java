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
 * Publishes CloudEvents in binary mode with an idempotent producer and {@code acks=all}. The record
 * key is the event's {@code partitionkey}. Connects when the first event is published, because many
 * invocations emit none. An event fails if it is not acknowledged within 10 s, or if the producer
 * blocks for 3 s.
 */
public final class KafkaPublisher implements EventPublisher {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  /** The default of Kafka's producers and brokers, in bytes. */
  private static final int DEFAULT_MAX_REQUEST_SIZE = 1024 * 1024;

  /** Kafka's default of 32 MiB is more than a function with a heap of 80 MiB has to spare. */
  private static final int BUFFER_BYTES = 4 * 1024 * 1024;

  private final Map<String, Object> properties;
  private final int maxBytes;
  private @Nullable Producer<String, CloudEvent> producer;

  /**
   * @param clientId the {@code client.id} in Kafka's logs and quotas
   * @param connection the client's properties; at least {@code bootstrap.servers}
   */
  public KafkaPublisher(String clientId, Map<String, Object> connection) {
    this.properties = new HashMap<>(connection);
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // The outbox retries. A long wait in the producer would only delay the retry.
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
      // The callback gives the result, so the producer's future is not needed.
      var _ =
          connected()
              .send(
                  new ProducerRecord<>(topic, (String) event.getExtension("partitionkey"), event),
                  (metadata, failure) ->
                      published.complete(failure == null ? new Acknowledged() : result(failure)));
    } catch (SerializationException | CloudEventRWException e) {
      published.complete(new Refused(reason(e)));
    } catch (KafkaException e) {
      // After a fatal error an idempotent producer throws for every further event.
      disconnect();
      published.complete(new Unavailable(reason(e)));
    }
    return published;
  }

  /**
   * Maps a failure to a result. Only errors of the event itself are permanent. Errors that an
   * operator can correct, such as wrong credentials or missing permissions, and unknown errors are
   * retried.
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
