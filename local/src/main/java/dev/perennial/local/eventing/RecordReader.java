package dev.perennial.local.eventing;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a record as a CloudEvent in binary or structured mode. */
final class RecordReader {

  static final String PARTITION = "knativekafkapartition";
  static final String OFFSET = "knativekafkaoffset";

  private final Function<ConsumerRecord<byte[], byte[]>, Optional<CloudEvent>> otherwise;

  private RecordReader(Function<ConsumerRecord<byte[], byte[]>, Optional<CloudEvent>> otherwise) {
    this.otherwise = otherwise;
  }

  /** Drops a record that is no CloudEvent, as Knative's Trigger does. */
  static RecordReader ofTrigger() {
    return new RecordReader(_ -> Optional.empty());
  }

  /**
   * Wraps a record that is no CloudEvent in one, as Knative's KafkaSource does.
   *
   * @param resource API path of the KafkaSource
   */
  static RecordReader ofSource(String resource) {
    var wrapper = new RecordWrapper(resource);
    return new RecordReader(record -> Optional.of(wrapper.wrap(record)));
  }

  /** Returns empty if the record is to be dropped. */
  Optional<CloudEvent> read(ConsumerRecord<byte[], byte[]> record) {
    return event(record)
        .map(
            event ->
                CloudEventBuilder.from(event)
                    .withExtension(PARTITION, record.partition())
                    .withExtension(OFFSET, record.offset())
                    .build());
  }

  private Optional<CloudEvent> event(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(KafkaMessageFactory.createReader(record).toEvent());
    } catch (CloudEventRWException
        | EventDeserializationException
        | IllegalStateException noCloudEvent) {
      return otherwise.apply(record);
    }
  }
}
