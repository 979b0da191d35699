package dev.perennial.local.eventing;

import static dev.perennial.local.eventing.EventingFixture.event;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(300)
class KafkaOutageIT {

  @RegisterExtension private static final KafkaExtension KAFKA = new KafkaExtension();

  private static final List<String> EVENTS =
      IntStream.rangeClosed(1, 500).mapToObj(Integer::toString).toList();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final TestSubscriber subscriber = new TestSubscriber();
  private final EventingFixture fixture =
      new EventingFixture(KAFKA.kafka().bootstrapServers(), subscriber);

  @AfterEach
  void close() throws InterruptedException {
    threads.shutdownNow();
    fixture.close();
    subscriber.close();
  }

  @Test
  void no_event_is_lost_when_kafka_restarts_while_events_flow() throws Exception {
    Eventing eventing = fixture.withTrigger("one").start();
    Future<?> publishing = threads.submit(this::publishAll);
    await("the first deliveries").until(() -> eventing.counts().delivered() > 10);

    KAFKA.kafka().stop();
    KAFKA.kafka().start();

    publishing.get();
    await("every event")
        .atMost(Duration.ofSeconds(60))
        .until(() -> subscriber.idsOf("one").containsAll(EVENTS));
  }

  private Void publishAll() throws InterruptedException {
    for (String id : EVENTS) {
      fixture.publish(event(id, "a"));
    }
    return null;
  }
}
