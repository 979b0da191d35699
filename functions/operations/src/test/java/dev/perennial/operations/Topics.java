package dev.perennial.operations;

import dev.perennial.runtime.testkit.TestKafka;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.CloudEventSerializer;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real Kafka with the topics of replays, which a test writes to and reads from. */
final class Topics implements AutoCloseable {

  private static final String REDRIVES = "redrives";

  private final TestKafka kafka = TestKafka.stopped();
  private final KafkaProducer<String, CloudEvent> producer;
  private final KafkaConsumer<String, CloudEvent> redrives;

  Topics() {
    kafka.start();
    for (var topic : List.of("task-events", "task-reminders", REDRIVES)) {
      kafka.createTopic(topic);
    }
    Map<String, Object> address = Map.of("bootstrap.servers", kafka.bootstrapServers());
    producer = new KafkaProducer<>(address, new StringSerializer(), new CloudEventSerializer());
    redrives = new KafkaConsumer<>(address, new StringDeserializer(), new CloudEventDeserializer());
    redrives.assign(List.of(new TopicPartition(REDRIVES, 0)));
    redrives.seekToBeginning(redrives.assignment());
  }

  /** The variables of a function that uses this Kafka. */
  Map<String, String> env() {
    return Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
  }

  void stop() {
    kafka.stop();
  }

  void start() {
    kafka.start();
  }

  /** Publishes the event as if it had been at this time. */
  CloudEvent publish(String topic, Instant at, CloudEvent event) {
    try {
      producer
          .send(new ProducerRecord<>(topic, null, at.toEpochMilli(), event.getId(), event))
          .get();
      return event;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Writes a record that is no CloudEvent. */
  void publishNoEvent(String topic, Instant at) {
    try (var plain =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      plain.send(new ProducerRecord<>(topic, null, at.toEpochMilli(), "key", "no event"));
    }
  }

  /** Leaves out what is in the topic of redrives until now. */
  void skipRedrives() {
    redrives.seekToEnd(redrives.assignment());
    redrives.assignment().forEach(redrives::position);
  }

  /** The events that came into the topic of redrives since the last call. */
  List<CloudEvent> redrives() {
    var events = new ArrayList<CloudEvent>();
    redrives.poll(Duration.ofMillis(200)).forEach(record -> events.add(record.value()));
    return events;
  }

  /** All events of the topic, without records that are none. */
  List<CloudEvent> events(String topic) {
    var events = new ArrayList<CloudEvent>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          if (record.headers().lastHeader("ce_type") != null) {
            events.add(KafkaMessageFactory.createReader(record).toEvent());
          }
        }
      }
    }
    return events;
  }

  @Override
  public void close() {
    redrives.close();
    producer.close();
    kafka.close();
  }
}
