package dev.perennial.operations.replay;

import dev.perennial.operations.store.PartitionRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive records of partitions.
 *
 * @param records partition by partition, in their order
 * @param after how far the partitions are read when all the records are processed
 */
record TopicBatch(List<TopicEvent> records, List<PartitionRow> after) {

  /** The same with those of these partitions that it does not read. */
  TopicBatch withAll(List<PartitionRow> partitions) {
    var all = new ArrayList<>(after);
    partitions.stream().filter(PartitionRow::isRead).forEach(all::add);
    return new TopicBatch(records, all);
  }

  /** How far the partitions are read when only the first records are processed, so many of them. */
  List<PartitionRow> afterFirst(int processed) {
    return after.stream().map(row -> before(row, processed)).toList();
  }

  /** As far as the first record of this partition that is not processed. */
  private PartitionRow before(PartitionRow row, int processed) {
    return records.stream()
        .skip(processed)
        .filter(record -> record.topic().equals(row.topic()))
        .filter(record -> record.partition() == row.number())
        .findFirst()
        .map(record -> row.at(record.offset()))
        .orElse(row);
  }
}
