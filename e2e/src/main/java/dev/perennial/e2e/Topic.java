package dev.perennial.e2e;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.cloudevents.kafka.CloudEventSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A topic as a client outside the system reads and writes it.
 *
 * @param connection the properties of a client that may do everything
 */
public record Topic(Map<String, Object> connection, String name) {

  private static final Duration POLL = Duration.ofMillis(200);

  /** All events that are in the topic now. */
  public List<CloudEvent> events() {
    var properties = new HashMap<>(connection);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new CloudEventDeserializer())) {
      var partitions =
          consumer.partitionsFor(name).stream()
              .map(p -> new TopicPartition(name, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var events = new ArrayList<CloudEvent>();
      while (!reached(consumer, ends)) {
        consumer.poll(POLL).forEach(record -> events.add(record.value()));
      }
      return events;
    }
  }

  /** The events about this task. */
  public List<CloudEvent> about(String taskId) {
    return events().stream().filter(event -> taskId.equals(event.getSubject())).toList();
  }

  /** The types of the events about this task, without prefix and version. */
  public Set<String> typesAbout(String taskId) {
    return Set.copyOf(about(taskId).stream().map(Topic::shortType).toList());
  }

  /** Publishes the event this many times, and waits for the acknowledgements. */
  public void publish(CloudEvent event, int times) {
    publishAll(Collections.nCopies(times, event));
  }

  /** Publishes the events, and waits for the acknowledgements. */
  public void publishAll(List<CloudEvent> events) {
    var properties = new HashMap<>(connection);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    try (var producer =
        new KafkaProducer<>(properties, new StringSerializer(), new CloudEventSerializer())) {
      var sent =
          events.stream().map(event -> producer.send(new ProducerRecord<>(name, event))).toList();
      producer.flush();
      sent.forEach(Future::resultNow);
    }
  }

  /** {@code task.created} for {@code dev.perennial.task.created.v1}. */
  public static String shortType(CloudEvent event) {
    return event.getType().replaceFirst("^dev\\.perennial\\.", "").replaceFirst("\\.v\\d+$", "");
  }

  private static boolean reached(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
