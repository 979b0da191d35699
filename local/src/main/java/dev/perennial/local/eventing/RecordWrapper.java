package dev.perennial.local.eventing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.PartitionKeyExtensionInterceptor;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Wraps a record in a CloudEvent of type {@code dev.knative.kafka.event}, like a KafkaSource. */
final class RecordWrapper {

  private static final String CONTENT_TYPE = "content-type";

  private final String resource;

  /**
   * @param resource API path of the KafkaSource, used as the source of the event
   */
  RecordWrapper(String resource) {
    this.resource = resource;
  }

  CloudEvent wrap(ConsumerRecord<byte[], byte[]> record) {
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
      event.withDataContentType(value.toLowerCase(Locale.ROOT));
    } else {
      event.withExtension("kafkaheader" + name.replaceAll("[^a-z0-9]", ""), value);
    }
  }
}
