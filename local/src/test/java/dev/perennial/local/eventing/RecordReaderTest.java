package dev.perennial.local.eventing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

  private static final Instant WRITTEN_AT = Instant.parse("2026-03-01T10:00:00Z");

  private final RecordHeaders headers = new RecordHeaders();
  private final RecordReader reader =
      RecordReader.ofSource("/apis/v1/namespaces/perennial/kafkasources/task-events");

  @Test
  void an_event_without_data_is_read() {
    header("ce_specversion", "1.0")
        .header("ce_id", "1")
        .header("ce_type", "a")
        .header("ce_source", "/b");

    CloudEvent event = read(null);

    assertThat(event.getId()).isEqualTo("1");
    assertThat(event.getData()).isNull();
    assertThat(event.getExtension("knativekafkapartition")).hasToString("3");
    assertThat(event.getExtension("knativekafkaoffset")).hasToString("42");
  }

  @Test
  void a_record_that_is_no_event_is_wrapped_with_its_origin() {
    header("Content-Type", "text/plain").header("Trace_Id", "t");

    CloudEvent event = read("hello");

    assertThat(event.getId()).isEqualTo("partition:3/offset:42");
    assertThat(event.getSource())
        .hasToString("/apis/v1/namespaces/perennial/kafkasources/task-events#topic");
    assertThat(event.getSubject()).isEqualTo("partition:3#42");
    assertThat(event.getTime()).isEqualTo(OffsetDateTime.ofInstant(WRITTEN_AT, ZoneOffset.UTC));
    assertThat(event.getDataContentType()).isEqualTo("text/plain");
    assertThat(event.getExtension("kafkaheadertraceid")).isEqualTo("t");
    assertThat(event.getExtension("partitionkey")).isEqualTo("key");
    assertThat(event.getExtension("key")).isEqualTo("key");
  }

  @Test
  void an_event_without_a_required_attribute_is_wrapped() {
    header("ce_specversion", "1.0").header("ce_id", "1");

    assertThat(read("hello").getType()).isEqualTo("dev.knative.kafka.event");
  }

  @Test
  void a_structured_event_that_is_no_json_is_wrapped() {
    header("content-type", "application/cloudevents+json");

    assertThat(read("{").getType()).isEqualTo("dev.knative.kafka.event");
  }

  @Test
  void a_content_type_in_capitals_is_read_by_the_ingress_as_in_small_letters() {
    header("Content-Type", "Application/CloudEvents+JSON");

    assertThat(read("{}").getDataContentType()).isEqualTo("application/cloudevents+json");
  }

  @Test
  void a_trigger_drops_a_record_that_is_no_event() {
    assertThat(RecordReader.ofTrigger().read(recordOf("hello"))).isEmpty();
  }

  @Test
  void a_trigger_reads_an_event() {
    header("ce_specversion", "1.0")
        .header("ce_id", "1")
        .header("ce_type", "a")
        .header("ce_source", "/b");

    assertThat(RecordReader.ofTrigger().read(recordOf("hello")))
        .hasValueSatisfying(event -> assertThat(event.getId()).isEqualTo("1"));
  }

  @Test
  void a_tombstone_is_wrapped() {
    assertThat(read(null).getData()).isNull();
  }

  private RecordReaderTest header(String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
    return this;
  }

  private CloudEvent read(@Nullable String value) {
    return reader.read(recordOf(value)).orElseThrow();
  }

  private ConsumerRecord<byte[], byte[]> recordOf(@Nullable String value) {
    return new ConsumerRecord<>(
        "topic",
        3,
        42,
        WRITTEN_AT.toEpochMilli(),
        TimestampType.CREATE_TIME,
        3,
        0,
        "key".getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8),
        headers,
        Optional.empty());
  }
}
