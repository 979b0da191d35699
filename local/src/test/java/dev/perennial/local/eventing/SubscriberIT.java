package dev.perennial.local.eventing;

import static dev.perennial.local.eventing.EventingFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.local.eventing.DeliveryResult.Acknowledged;
import dev.perennial.local.eventing.DeliveryResult.Failed;
import dev.perennial.local.http.FunctionClient;
import dev.perennial.local.serving.Activator;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class SubscriberIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final TestSubscriber service = new TestSubscriber();
  private final FunctionClient client = new FunctionClient();
  private final AtomicInteger openSlots = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void close() {
    released.countDown();
    client.close();
    service.close();
  }

  @Test
  void attributes_are_sent_without_percent_encoding() throws Exception {
    CloudEvent event = CloudEventBuilder.from(event("1", "a")).withSubject("100% \"=25%41").build();

    assertThat(subscriber(this::slot).receive(event, LONG)).isEqualTo(new Acknowledged());

    assertThat(service.eventsOf("one").getFirst().getSubject()).isEqualTo("100% \"=25%41");
  }

  @Test
  void a_request_has_the_headers_of_knatives_dispatcher() throws Exception {
    subscriber(this::slot).receive(event("1", "a"), LONG);

    assertThat(service.headersOf("one"))
        .containsEntry("Prefer", List.of("reply"))
        .containsEntry("Kn-namespace", List.of("perennial"))
        .containsEntry("User-agent", List.of("Vert.x-WebClient"));
  }

  @Test
  void a_service_that_is_not_ready_in_time_is_retryable() throws Exception {
    Activator stopped =
        (_, _) -> {
          throw new TimeoutException("not ready");
        };

    assertThat(subscriber(stopped).receive(event("1", "a"), LONG)).isEqualTo(Failed.transport());
  }

  @Test
  void a_refused_connection_is_retryable() throws Exception {
    service.close();

    assertThat(subscriber(this::slot).receive(event("1", "a"), LONG)).isEqualTo(Failed.transport());
  }

  @Test
  void a_response_after_the_timeout_is_retryable() throws Exception {
    service.responding("one", _ -> hang());

    assertThat(subscriber(this::slot).receive(event("1", "a"), SHORT))
        .isEqualTo(Failed.transport());
  }

  @Test
  void a_timeout_at_any_moment_is_retryable() throws Exception {
    service.responding("one", _ -> TestSubscriber.Response.status(202));
    var subscriber = subscriber(this::slot);

    for (int i = 0; i < 500; i++) {
      var result =
          subscriber.receive(event(Integer.toString(i), "a"), Duration.ofNanos(i * 10_000));

      assertThat(result).isNotNull();
    }

    assertThat(openSlots).hasValue(0);
  }

  @Test
  void a_delivery_ends_when_the_platform_stops() throws Exception {
    service.responding("one", _ -> hang());
    var interrupted = new CountDownLatch(1);
    Thread delivery =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    subscriber(this::slot).receive(event("1", "a"), LONG);
                  } catch (InterruptedException stopping) {
                    interrupted.countDown();
                  }
                });
    await("the request").atMost(LONG).until(() -> !service.eventsOf("one").isEmpty());

    delivery.interrupt();

    assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(openSlots).hasValue(0);
  }

  @Test
  void an_event_that_was_sent_is_counted_and_one_that_reached_no_process_is_not() throws Exception {
    subscriber(this::slot).receive(event("1", "a"), SHORT);
    assertThat(requests).hasValue(1);
    service.close();

    subscriber(this::slot).receive(event("2", "a"), SHORT);

    assertThat(requests).hasValue(1);
  }

  @Test
  void the_slot_is_released_on_success_and_failure() throws Exception {
    service.responding("one", _ -> hang());

    subscriber(this::slot).receive(event("1", "a"), SHORT);

    assertThat(openSlots).hasValue(0);
  }

  private Subscriber subscriber(Activator activator) {
    return new Subscriber("one", "perennial", "http://one", activator, client);
  }

  private Activator.Slot slot(String name, Duration timeout) {
    openSlots.incrementAndGet();
    Activator.Slot slot = service.acquire(name, timeout);
    return new Activator.Slot() {
      @Override
      public URI address() {
        return slot.address();
      }

      @Override
      public void countRequest() {
        requests.incrementAndGet();
      }

      @Override
      public void close() {
        openSlots.decrementAndGet();
      }
    };
  }

  private TestSubscriber.Response hang() throws InterruptedException {
    released.await();
    return TestSubscriber.Response.DONE;
  }
}
