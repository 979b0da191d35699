package dev.perennial.local.eventing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.format.DateTimeFormatter.ISO_INSTANT;

import io.cloudevents.CloudEvent;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The attributes and extensions of an event as a filter compares them. */
@FunctionalInterface
interface EventAttributes {

  /** Returns null if the event has no such attribute. A time is in UTC. */
  @Nullable String value(String name);

  static EventAttributes of(CloudEvent event) {
    return name -> {
      @Nullable Object value =
          event.getAttributeNames().contains(name)
              ? event.getAttribute(name)
              : event.getExtension(name);
      if (value instanceof OffsetDateTime time) {
        return ISO_INSTANT.format(time);
      }
      return value == null ? null : value.toString();
    };
  }

  /**
   * Reads the attributes of an event in binary mode without reading the event: most Triggers want
   * few of the events. Empty if the record is in another mode.
   */
  static Optional<EventAttributes> ofBinary(ConsumerRecord<byte[], byte[]> record) {
    if (header(record, "ce_specversion") == null) {
      return Optional.empty();
    }
    return Optional.of(
        name ->
            switch (name) {
              case "datacontenttype" -> header(record, "content-type");
              case "time" -> inUtc(header(record, "ce_time"));
              case RecordReader.PARTITION -> String.valueOf(record.partition());
              case RecordReader.OFFSET -> String.valueOf(record.offset());
              default -> header(record, "ce_" + name);
            });
  }

  private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }

  private static @Nullable String inUtc(@Nullable String time) {
    try {
      return time == null ? null : ISO_INSTANT.format(OffsetDateTime.parse(time));
    } catch (DateTimeParseException invalid) {
      // The event cannot be read either.
      return time;
    }
  }
}
