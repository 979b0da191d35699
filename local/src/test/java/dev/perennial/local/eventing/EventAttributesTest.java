package dev.perennial.local.eventing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventAttributesTest {

  private static final Map<String, String> HEADERS =
      Map.ofEntries(
          Map.entry("ce_specversion", "1.0"),
          Map.entry("ce_id", "1"),
          Map.entry("ce_type", "a"),
          Map.entry("ce_source", "/tests/\u00e9"),
          Map.entry("ce_subject", "100%"),
          Map.entry("ce_time", "2026-11-30T01:00:00.5+01:00"),
          Map.entry("ce_dataschema", "https://perennial.dev/schemas/a.json"),
          Map.entry("ce_actor", "ada"),
          Map.entry("ce_knativekafkaoffset", "7"),
          Map.entry("content-type", "application/json"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "specversion",
        "id",
        "type",
        "source",
        "subject",
        "time",
        "datacontenttype",
        "dataschema",
        "actor",
        "owner",
        "knativekafkapartition",
        "knativekafkaoffset",
      })
  void a_record_has_the_attributes_of_its_event(String name) {
    var record = record(HEADERS);
    CloudEvent event = RecordReader.ofTrigger().read(record).orElseThrow();

    assertThat(EventAttributes.ofBinary(record).orElseThrow().value(name))
        .isEqualTo(EventAttributes.of(event).value(name));
  }

  @Test
  void a_record_of_another_mode_has_to_be_read() {
    assertThat(
            EventAttributes.ofBinary(
                record(Map.of("content-type", "application/cloudevents+json"))))
        .isEmpty();
  }

  private static ConsumerRecord<byte[], byte[]> record(Map<String, String> values) {
    var headers = new RecordHeaders();
    values.forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
    return new ConsumerRecord<>(
        "topic",
        3,
        42,
        0,
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        null,
        "{}".getBytes(UTF_8),
        headers,
        Optional.empty());
  }
}
