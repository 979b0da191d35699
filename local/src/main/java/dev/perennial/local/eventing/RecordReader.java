package dev.perennial.local.eventing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.kafka.PartitionKeyExtensionInterceptor;
import io.cloudevents.rw.CloudEventRWException;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Reads a record as a CloudEvent in binary or structured mode. A record that is no CloudEvent is
 * wrapped in one, as Knative's KafkaSource does.
 */
final class RecordReader {

  private static final String CONTENT_TYPE = "content-type";

  private final String resource;

  /**
   * @param resource API path of the KafkaSource or Trigger, used as the source of a wrapped record
   */
  RecordReader(String resource) {
    this.resource = resource;
  }

  CloudEvent read(ConsumerRecord<byte[], byte[]> record) {
    return CloudEventBuilder.from(event(record))
        .withExtension("knativekafkapartition", record.partition())
        .withExtension("knativekafkaoffset", record.offset())
        .build();
  }

  private CloudEvent event(ConsumerRecord<byte[], byte[]> record) {
    try {
      return KafkaMessageFactory.createReader(record).toEvent();
    } catch (CloudEventRWException
        | EventDeserializationException
        | IllegalStateException noCloudEvent) {
      return wrapped(record);
    }
  }

  private CloudEvent wrapped(ConsumerRecord<byte[], byte[]> record) {
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId("partition:" + record.partition() + "/offset:" + record.offset())
            .withType("dev.knative.kafka.event")
            .withSource(URI.create(resource + "#" + record.topic()))
            .withSubject("partition:" + record.partition() + "#" + record.offset())
            .withTime(Instant.ofEpochMilli(record.timestamp()).atOffset(UTC));
    if (record.key() != null) {
      var key = new String(record.key(), UTF_8);
      event
          .withExtension(PartitionKeyExtensionInterceptor.PARTITION_KEY_EXTENSION, key)
          .withExtension("key", key);
    }
    record.headers().forEach(header -> copyHeader(header, event));
    if (record.value() != null) {
      event.withData(record.value());
    }
    return event.build();
  }

  private static void copyHeader(Header header, CloudEventBuilder event) {
    if (header.value() == null) {
      return;
    }
    String name = header.key().toLowerCase(Locale.ROOT);
    var value = new String(header.value(), UTF_8);
    if (name.equals(CONTENT_TYPE)) {
      event.withDataContentType(value);
    } else {
      event.withExtension("kafkaheader" + name.replaceAll("[^a-z0-9]", ""), value);
    }
  }
}
