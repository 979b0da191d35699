package dev.perennial.local.eventing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

class PendingOffsetsTest {

  private static final TopicPartition ONE = new TopicPartition("a", 1);
  private static final TopicPartition TWO = new TopicPartition("a", 2);

  private final PendingOffsets offsets = new PendingOffsets();

  /**
   * Regardless of the order in which deliveries end, every incomplete record is read again after a
   * crash, and few others are.
   */
  @Property
  void the_committed_position_is_the_first_incomplete_record(
      @ForAll("records") TreeSet<Long> records, @ForAll long seed) {
    var offsets = new PendingOffsets();
    records.forEach(offset -> offsets.start(ONE, offset));
    List<Long> ending = new ArrayList<>(records);
    Collections.shuffle(ending, new Random(seed));
    var open = new TreeSet<Long>(records);

    for (long offset : ending) {
      offsets.complete(ONE, offset);
      open.remove(offset);

      long expected = open.isEmpty() ? records.last() + 1 : open.first();
      assertThat(position(offsets, records.first())).isEqualTo(expected);
      assertThat(offsets.total()).isEqualTo(open.size());
    }
  }

  @Provide
  Arbitrary<TreeSet<Long>> records() {
    return Arbitraries.longs().between(0, 200).set().ofMinSize(1).map(TreeSet::new);
  }

  @Example
  void partitions_are_tracked_separately() {
    offsets.start(ONE, 5);
    offsets.start(TWO, 7);
    offsets.complete(TWO, 7);

    assertThat(offsets.committable()).isEqualTo(Map.of(TWO, new OffsetAndMetadata(8)));
  }

  @Example
  void a_committed_position_is_not_committed_again() {
    offsets.start(ONE, 5);
    offsets.complete(ONE, 5);
    offsets.committed(offsets.committable());

    assertThat(offsets.committable()).isEmpty();
  }

  @Example
  void partitions_with_enough_pending_records_are_listed() {
    offsets.start(ONE, 5);
    offsets.start(ONE, 6);
    offsets.start(TWO, 7);

    assertThat(offsets.partitionsWithAtLeast(2)).containsExactly(ONE);
  }

  private static long position(PendingOffsets offsets, long standing) {
    OffsetAndMetadata position = offsets.committable().get(ONE);
    return position == null ? standing : position.offset();
  }
}
