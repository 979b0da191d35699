package dev.perennial.local.eventing;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.perennial.local.manifest.DeliveryOrder;
import dev.perennial.local.manifest.Source.InitialOffset;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads partitions for one consumer group and dispatches many records concurrently. One thread
 * polls and commits; deliveries run in virtual threads.
 *
 * <p>It assigns itself every partition instead of joining the group: it is the only member, and
 * after a kill its successor would have to wait for the session timeout.
 */
final class TopicConsumer {

  private static final Logger LOG = System.getLogger(TopicConsumer.class.getName());
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
  private static final Duration LAST_COMMIT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Polls for more records only below this number of records in flight. One poll returns at most as
   * many, so at most twice this number is in flight.
   */
  static final int MAX_IN_FLIGHT = 50;

  /**
   * Below this number of records in flight a poll that waits for room is interrupted. Half of the
   * maximum, so that a poll returns many records: with every delivery as soon as one has ended,
   * each record would cost a poll of its own.
   */
  private static final int RESUME_BELOW = MAX_IN_FLIGHT / 2;

  /** As Knative's dispatcher. After a crash so much is delivered again. */
  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(5);

  private final String name;
  private final Consumer<byte[], byte[]> consumer;
  private final DeliveryOrder order;
  private final Dispatcher dispatcher;
  private final StopSignal stop;
  private final PendingOffsets pending = new PendingOffsets();
  private final ExecutorService deliveries;
  private final OrderedExecutor executor;
  private final Thread poller;
  private volatile boolean throttled;
  private boolean committing;
  private long lastCommit = System.nanoTime();

  TopicConsumer(
      String name,
      Consumer<byte[], byte[]> consumer,
      DeliveryOrder order,
      Dispatcher dispatcher,
      StopSignal stop) {
    this.name = name;
    this.consumer = consumer;
    this.order = order;
    this.dispatcher = dispatcher;
    this.stop = stop;
    this.deliveries =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
    this.executor = OrderedExecutor.of(order, deliveries);
    this.poller = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  /**
   * Sets the group's offsets: the committed ones, or {@code initial} if there are none. The offsets
   * are committed, so that no later record is missed, even after a crash before the first poll.
   */
  void initializeOffsets(Set<TopicPartition> partitions, InitialOffset initial) {
    consumer.assign(partitions);
    Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(partitions);
    Set<TopicPartition> fresh =
        partitions.stream().filter(partition -> known.get(partition) == null).collect(toSet());
    Map<TopicPartition, Long> offsets =
        initial == InitialOffset.EARLIEST
            ? consumer.beginningOffsets(fresh)
            : consumer.endOffsets(fresh);
    consumer.commitSync(
        offsets.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, at -> new OffsetAndMetadata(at.getValue()))));
  }

  void start() {
    poller.start();
  }

  /** Interrupts the current poll, so that the stop signal takes effect at once. */
  void wakeUp() {
    consumer.wakeup();
  }

  void awaitStopped() throws InterruptedException {
    poller.join();
  }

  private void run() {
    try {
      while (!stop.isSet()) {
        pollOnce();
      }
    } catch (InterruptedException interrupted) {
      LOG.log(Level.DEBUG, "{0} stops", name);
    } finally {
      finish();
    }
  }

  private void pollOnce() throws InterruptedException {
    try {
      throttle();
      consumer.poll(POLL).forEach(this::start);
      commit();
    } catch (WakeupException somethingChanged) {
      LOG.log(Level.TRACE, "{0} interrupted its poll", name);
    } catch (KafkaException fault) {
      LOG.log(Level.WARNING, name + " cannot read; it retries in " + RETRY_DELAY, fault);
      stop.await(RETRY_DELAY);
    }
  }

  private void start(ConsumerRecord<byte[], byte[]> record) {
    var partition = new TopicPartition(record.topic(), record.partition());
    pending.start(partition, record.offset());
    if (dispatcher.rejects(record)) {
      pending.complete(partition, record.offset());
    } else {
      executor.execute(partition, () -> deliver(partition, record));
    }
  }

  private void deliver(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    try {
      dispatcher.dispatch(record);
    } catch (InterruptedException stopping) {
      throw new AbandonedException(stopping);
    } catch (RuntimeException bug) {
      // As Knative's dispatcher does: an unprocessable record must not block its partition.
      String what =
          "%s cannot handle offset %d of %s; it is skipped"
              .formatted(name, record.offset(), partition);
      LOG.log(Level.ERROR, what, bug);
    }
    pending.complete(partition, record.offset());
    if (throttled && pending.total() < RESUME_BELOW) {
      throttled = false;
      consumer.wakeup();
    }
  }

  private void throttle() {
    // Set before counting, so that a delivery that ends in between interrupts the following poll.
    throttled = true;
    Set<TopicPartition> full = full();
    consumer.resume(
        consumer.paused().stream().filter(partition -> !full.contains(partition)).toList());
    consumer.pause(full);
    throttled = !full.isEmpty();
  }

  /**
   * If ordered, each partition has its own limit, so that a blocked one does not stop the others.
   */
  private Set<TopicPartition> full() {
    if (order == DeliveryOrder.ORDERED) {
      return pending.partitionsWithAtLeast(MAX_IN_FLIGHT);
    }
    return pending.total() < MAX_IN_FLIGHT ? Set.of() : consumer.assignment();
  }

  private void commit() {
    if (committing || System.nanoTime() - lastCommit < COMMIT_INTERVAL.toNanos()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> positions = pending.committable();
    if (positions.isEmpty()) {
      return;
    }
    committing = true;
    lastCommit = System.nanoTime();
    consumer.commitAsync(
        positions,
        (_, failure) -> {
          committing = false;
          if (failure == null) {
            pending.committed(positions);
          } else {
            LOG.log(
                Level.DEBUG, name + " could not commit; it retries with the next poll", failure);
          }
        });
  }

  private void finish() {
    throttled = false;
    deliveries.shutdown();
    try (consumer) {
      if (!deliveries.awaitTermination(stop.grace().toNanos(), TimeUnit.NANOSECONDS)) {
        deliveries.shutdownNow();
      }
      commitLast();
    } catch (KafkaException | InterruptedException fault) {
      LOG.log(
          Level.WARNING,
          name + " could not commit its last offsets; these events will be redelivered",
          fault);
    }
  }

  private void commitLast() {
    try {
      consumer.commitSync(pending.committable(), LAST_COMMIT_TIMEOUT);
    } catch (WakeupException meantForAPoll) {
      consumer.commitSync(pending.committable(), LAST_COMMIT_TIMEOUT);
    }
  }

  /** Ends a delivery without acknowledging its record. */
  private static final class AbandonedException extends RuntimeException {

    AbandonedException(InterruptedException cause) {
      super(cause);
    }
  }
}
