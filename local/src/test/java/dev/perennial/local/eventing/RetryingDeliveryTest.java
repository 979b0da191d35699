package dev.perennial.local.eventing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.local.eventing.DeliveryResult.Acknowledged;
import dev.perennial.local.eventing.DeliveryResult.Failed;
import dev.perennial.local.manifest.DeliverySpec;
import dev.perennial.local.manifest.DeliverySpec.BackoffPolicy;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RetryingDeliveryTest {

  private static final DeliveryResult BUSY = new Failed(true, OptionalInt.of(503), "", Map.of());
  private static final DeliveryResult REFUSED =
      new Failed(false, OptionalInt.of(422), "", Map.of());
  private static final DeliveryResult DONE = new Acknowledged();

  private final List<Duration> waits = new ArrayList<>();

  @Test
  void each_retry_waits_longer_until_the_event_is_acknowledged() throws Exception {
    assertThat(deliver(3, BUSY, BUSY, DONE)).isEqualTo(DONE);
    assertThat(waits).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void the_result_of_the_last_attempt_is_returned() throws Exception {
    assertThat(deliver(2, Failed.transport(), BUSY, BUSY)).isEqualTo(BUSY);
    assertThat(waits).hasSize(2);
  }

  @Test
  void a_permanent_failure_is_not_retried() throws Exception {
    assertThat(deliver(3, REFUSED)).isEqualTo(REFUSED);
    assertThat(waits).isEmpty();
  }

  @Test
  void an_event_is_tried_once_if_retry_is_zero() throws Exception {
    assertThat(deliver(0, BUSY)).isEqualTo(BUSY);
    assertThat(waits).isEmpty();
  }

  private DeliveryResult deliver(int retry, DeliveryResult... results) throws InterruptedException {
    var delivery =
        new DeliverySpec(
            retry,
            BackoffPolicy.EXPONENTIAL,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Optional.empty());
    return new RetryingDelivery(delivery, waits::add)
        .deliver(new Scripted(results), EventingFixture.event("1", "a"));
  }

  /** Returns the results in turn. One attempt too many fails the test. */
  private record Scripted(Deque<DeliveryResult> results) implements Receiver {

    Scripted(DeliveryResult... results) {
      this(new ArrayDeque<>(List.of(results)));
    }

    @Override
    public DeliveryResult receive(CloudEvent event, Duration timeout) {
      return results.remove();
    }

    @Override
    public String destination() {
      return "http://scripted";
    }
  }
}
