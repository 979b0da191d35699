package dev.perennial.operations.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * A part of a topic's partition that a replay reads.
 *
 * @param number of the partition
 * @param nextOffset of the record that is read next
 * @param endOffset the first offset that is not read
 */
@MappedEntity(schema = "operations", value = "replay_partitions")
public record PartitionRow(
    @Id String topic, int number, long beginOffset, long nextOffset, long endOffset) {

  public boolean isRead() {
    return nextOffset >= endOffset;
  }

  /** The same, read up to this offset. */
  public PartitionRow at(long offset) {
    return new PartitionRow(topic, number, beginOffset, Math.min(offset, endOffset), endOffset);
  }
}
