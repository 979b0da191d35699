package dev.perennial.local.eventing;

import dev.perennial.local.eventing.DeliveryResult.Acknowledged;
import dev.perennial.local.eventing.DeliveryResult.Failed;
import dev.perennial.local.manifest.Sink.ContentMode;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.kafka.PartitionKeyExtensionInterceptor;
import io.cloudevents.rw.CloudEventRWException;
import io.cloudevents.rw.CloudEventWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Appends events to a topic, as a Broker's ingress and a KafkaSink do. */
final class TopicReceiver implements Receiver {

  private static final Logger LOG = System.getLogger(TopicReceiver.class.getName());
  private static final String JSON = "application/cloudevents+json";

  private final String destination;
  private final String topic;
  private final ContentMode contentMode;
  private final Producer<String, byte[]> producer;

  TopicReceiver(
      String destination,
      String topic,
      ContentMode contentMode,
      Producer<String, byte[]> producer) {
    this.destination = destination;
    this.topic = topic;
    this.contentMode = contentMode;
    this.producer = producer;
  }

  @Override
  public String destination() {
    return destination;
  }

  @Override
  public DeliveryResult receive(CloudEvent event, Duration timeout) throws InterruptedException {
    try {
      producer.send(record(asRead(event))).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return new Acknowledged();
    } catch (EventDeserializationException | CloudEventRWException malformed) {
      LOG.log(Level.DEBUG, () -> "event " + event.getId() + " is refused by " + topic, malformed);
      return Failed.badRequest();
    } catch (InterruptException interrupted) {
      throw new InterruptedException(interrupted.getMessage());
    } catch (ExecutionException | TimeoutException | KafkaException fault) {
      LOG.log(Level.DEBUG, () -> "event " + event.getId() + " was not appended to " + topic, fault);
      return Failed.transport();
    }
  }

  /**
   * Returns the event as Knative's ingress reads it. It is sent in binary mode, where the data
   * content type is the request's: the type of structured mode makes the ingress take the data for
   * the event.
   *
   * @throws EventDeserializationException if that data is no event; also CloudEventRWException
   */
  private static CloudEvent asRead(CloudEvent event) {
    @Nullable String contentType = event.getDataContentType();
    @Nullable EventFormat structured =
        contentType == null ? null : EventFormatProvider.getInstance().resolveFormat(contentType);
    if (structured == null) {
      return event;
    }
    @Nullable CloudEventData data = event.getData();
    return structured.deserialize(data == null ? new byte[0] : data.toBytes());
  }

  private ProducerRecord<String, byte[]> record(CloudEvent event) {
    // Only the partitionkey extension becomes the record's key, as in Knative's ingress.
    @Nullable Object key =
        event.getExtension(PartitionKeyExtensionInterceptor.PARTITION_KEY_EXTENSION);
    MessageWriter<CloudEventWriter<ProducerRecord<String, byte[]>>, ProducerRecord<String, byte[]>>
        writer = KafkaMessageFactory.createWriter(topic, key == null ? null : key.toString());
    return contentMode == ContentMode.BINARY
        ? writer.writeBinary(event)
        : writer.writeStructured(event, EventFormatProvider.getInstance().resolveFormat(JSON));
  }
}
