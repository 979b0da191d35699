package dev.perennial.local.eventing;

import static dev.perennial.local.eventing.EventingFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.local.eventing.TestSubscriber.Response;
import dev.perennial.local.manifest.DeliveryOrder;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

  @Test
  void a_dead_letter_whose_sink_is_away_for_a_while_is_written_when_it_is_back() throws Exception {
    var received = new CountDownLatch(1);
    var away = new CountDownLatch(1);
    subscriber.responding(
        "one",
        _ -> {
          received.countDown();
          try {
            away.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Response.status(422);
        });
    Eventing eventing =
        fixture
            .withTrigger("one", List.of(), fixture.delivery(10_000), DeliveryOrder.UNORDERED)
            .start();
    fixture.publish(event("1", "a"));
    received.await();

    KAFKA.kafka().stop();
    away.countDown();
    KAFKA.kafka().start();

    await("the dead letter")
        .atMost(Duration.ofSeconds(60))
        .until(() -> eventing.counts().deadLettered() > 0);
    assertThat(fixture.deadLetters()).extracting(CloudEvent::getId).contains("1");
  }

  private Void publishAll() throws InterruptedException {
    for (String id : EVENTS) {
      fixture.publish(event(id, "a"));
    }
    return null;
  }
}
