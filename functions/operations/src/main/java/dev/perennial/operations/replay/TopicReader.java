package dev.perennial.operations.replay;

import dev.perennial.operations.store.PartitionRow;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads events of topics by offset. It is in no consumer group and commits nothing, so it changes
 * nothing for the readers of the topics. Connects when it is first used.
 */
public final class TopicReader implements AutoCloseable {

  /** Kafka's default of 50 MiB is more than the heap has to spare. */
  private static final int FETCH_BYTES = 1024 * 1024;

  private static final int RECORDS = 500;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int POLLS = 20;

  private final Map<String, Object> properties;
  private @Nullable Consumer<byte[], byte[]> consumer;

  /**
   * @param connection the client's properties; at least {@code bootstrap.servers}
   */
  public TopicReader(String clientId, Map<String, Object> connection) {
    properties = new HashMap<>(connection);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
  }

  /**
   * What these topics got in a period.
   *
   * @param from the records that came then or later
   * @param to the records that came before
   * @throws KafkaException if Kafka cannot be read now
   */
  synchronized List<PartitionRow> period(Collection<String> topics, Instant from, Instant to) {
    return reading(
        kafka -> {
          var partitions =
              topics.stream()
                  .flatMap(topic -> kafka.partitionsFor(topic).stream())
                  .map(found -> new TopicPartition(found.topic(), found.partition()))
                  .toList();
          var ends = kafka.endOffsets(partitions);
          var begin = firstOffsets(kafka, ends, from);
          var end = firstOffsets(kafka, ends, to);
          return partitions.stream()
              .map(
                  partition ->
                      new PartitionRow(
                          partition.topic(),
                          partition.partition(),
                          begin.get(partition),
                          begin.get(partition),
                          Math.max(begin.get(partition), end.get(partition))))
              .toList();
        });
  }

  /** The offset of the first record that came then or later; the end if there is none. */
  private static Map<TopicPartition, Long> firstOffsets(
      Consumer<byte[], byte[]> kafka, Map<TopicPartition, Long> ends, Instant time) {
    var found =
        kafka.offsetsForTimes(
            ends.keySet().stream()
                .collect(Collectors.toMap(Function.identity(), _ -> time.toEpochMilli())));
    var offsets = new HashMap<>(ends);
    found.forEach(
        (partition, first) -> {
          if (first != null) {
            offsets.put(partition, first.offset());
          }
        });
    return offsets;
  }

  /**
   * The next records of these partitions, at most 500; none only if everything is read.
   *
   * @throws KafkaException if Kafka cannot be read now
   */
  synchronized TopicBatch next(List<PartitionRow> partitions) {
    var unread = partitions.stream().filter(row -> !row.isRead()).toList();
    if (unread.isEmpty()) {
      return new TopicBatch(List.of(), List.of());
    }
    return reading(
        kafka -> {
          kafka.assign(unread.stream().map(TopicReader::partition).toList());
          unread.forEach(row -> kafka.seek(partition(row), row.nextOffset()));
          for (int poll = 0; poll < POLLS; poll++) {
            var records = kafka.poll(POLL);
            var after = unread.stream().map(row -> row.at(kafka.position(partition(row)))).toList();
            if (!records.isEmpty() || after.stream().allMatch(PartitionRow::isRead)) {
              return new TopicBatch(events(unread, records), after);
            }
          }
          throw new KafkaException(
              "no record came within %d s".formatted(POLL.multipliedBy(POLLS).toSeconds()));
        });
  }

  private static List<TopicEvent> events(
      List<PartitionRow> partitions, ConsumerRecords<byte[], byte[]> records) {
    var events = new ArrayList<TopicEvent>();
    for (var row : partitions) {
      for (var record : records.records(partition(row))) {
        if (record.offset() < row.endOffset()) {
          events.add(new TopicEvent(row.topic(), row.number(), record.offset(), event(record)));
        }
      }
    }
    return events;
  }

  private static @Nullable CloudEvent event(ConsumerRecord<byte[], byte[]> record) {
    try {
      return KafkaMessageFactory.createReader(record).toEvent();
    } catch (CloudEventRWException | IllegalArgumentException noEvent) {
      return null;
    }
  }

  private static TopicPartition partition(PartitionRow row) {
    return new TopicPartition(row.topic(), row.number());
  }

  private <T> T reading(Function<Consumer<byte[], byte[]>, T> read) {
    try {
      if (consumer == null) {
        consumer =
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      }
      return read.apply(consumer);
    } catch (KafkaException e) {
      // A new client finds new addresses and a new password.
      close();
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    if (consumer != null) {
      consumer.close();
      consumer = null;
    }
  }
}
