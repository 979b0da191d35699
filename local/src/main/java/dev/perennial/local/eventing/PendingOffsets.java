package dev.perennial.local.eventing;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Tracks the records that are being delivered. The committable offset of a partition is its first
 * incomplete record: later ones may be complete, but after a crash every incomplete record must be
 * read again. Thread-safe.
 */
final class PendingOffsets {

  private final Map<TopicPartition, Partition> partitions = new HashMap<>();

  synchronized void start(TopicPartition partition, long offset) {
    partitions.computeIfAbsent(partition, _ -> new Partition(offset)).start(offset);
  }

  synchronized void complete(TopicPartition partition, long offset) {
    partitions.get(partition).pending.remove(offset);
  }

  synchronized int total() {
    return partitions.values().stream().mapToInt(partition -> partition.pending.size()).sum();
  }

  synchronized Set<TopicPartition> partitionsWithAtLeast(int records) {
    return partitions.entrySet().stream()
        .filter(entry -> entry.getValue().pending.size() >= records)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Returns the positions that have changed since the last commit. */
  synchronized Map<TopicPartition, OffsetAndMetadata> committable() {
    return partitions.entrySet().stream()
        .filter(entry -> entry.getValue().position() > entry.getValue().committed)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, entry -> new OffsetAndMetadata(entry.getValue().position())));
  }

  synchronized void committed(Map<TopicPartition, OffsetAndMetadata> positions) {
    positions.forEach(
        (partition, position) -> partitions.get(partition).committed = position.offset());
  }

  private static final class Partition {

    private final TreeSet<Long> pending = new TreeSet<>();
    private long next;
    private long committed;

    Partition(long first) {
      committed = first;
    }

    void start(long offset) {
      pending.add(offset);
      next = offset + 1;
    }

    /** Offsets may have gaps, so the position is never computed by counting. */
    long position() {
      return pending.isEmpty() ? next : pending.first();
    }
  }
}
