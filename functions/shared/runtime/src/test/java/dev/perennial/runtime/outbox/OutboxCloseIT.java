package dev.perennial.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudevents.CloudEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an instance publishes when it is stopped. */
class OutboxCloseIT extends OutboxTestCase {

  @Test
  void publishes_what_was_committed_before_it_is_closed() {
    relay.start();
    for (int i = 0; i < 300; i++) {
      commit(entry());
    }

    relay.close();

    assertThat(rows()).isZero();
    assertThat(published(task)).hasSizeGreaterThanOrEqualTo(300);
  }

  @Test
  void publishes_what_kafka_did_not_accept_before_it_is_closed() {
    var publisher = new UnavailableAtFirst(kafkaPublisher());
    try (var unconnected = new OutboxRelay(database, publisher)) {
      unconnected.start();
      database.inTransaction(() -> outbox(unconnected).add(entry()));
      await().atMost(SOON).until(() -> publisher.failures.get() == 1);
    }

    assertThat(published(task)).hasSize(1);
    assertThat(rows()).isZero();
  }

  @Test
  void keeps_what_kafka_does_not_accept_while_it_is_closed() {
    relay.start();
    kafka.stop();
    commit(entry());

    relay.close();

    assertThat(rows()).isEqualTo(1);
  }

  /** Kafka as it looks to a producer whose first connection takes too long. */
  private static final class UnavailableAtFirst implements EventPublisher {

    private final EventPublisher kafka;
    private final AtomicInteger failures = new AtomicInteger();

    private UnavailableAtFirst(EventPublisher kafka) {
      this.kafka = kafka;
    }

    @Override
    public CompletableFuture<PublishResult> publish(String topic, CloudEvent event) {
      if (failures.compareAndSet(0, 1)) {
        return CompletableFuture.completedFuture(
            new PublishResult.Unavailable("not connected in 3 s"));
      }
      return kafka.publish(topic, event);
    }

    @Override
    public int maxBytes() {
      return kafka.maxBytes();
    }

    @Override
    public void close() {
      kafka.close();
    }
  }
}
