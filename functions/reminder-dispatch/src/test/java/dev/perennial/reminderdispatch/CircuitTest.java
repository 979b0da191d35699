package dev.perennial.reminderdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.reminderdispatch.channel.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Which results open and close the circuit of a channel, and which have no effect. */
class CircuitTest {

  private static final SendResult UNAVAILABLE = new SendResult.Unavailable("not there");
  private static final List<SendResult> NOBODY_WAS_ASKED =
      List.of(
          new SendResult.Suppressed("no device"),
          new SendResult.Undeliverable("the e-mail address is not valid"),
          new SendResult.NoCapacity("all connections are in use"));

  @Test
  void three_failures_in_a_row_open_it_whatever_calls_without_contact_came_before() {
    var circuit = new Circuit("push", Duration.ofHours(1));
    for (int i = 0; i < 5; i++) {
      NOBODY_WAS_ASKED.forEach(result -> call(circuit, result));
    }

    call(circuit, UNAVAILABLE);
    call(circuit, UNAVAILABLE);
    assertThat(circuit.isOpen()).as("two say nothing yet").isFalse();
    call(circuit, new SendResult.Partial(Set.of("a device"), UNAVAILABLE));

    assertThat(circuit.isOpen()).isTrue();
    assertThat(circuit.enter()).isEmpty();
    assertThat(circuit.unavailable()).hasMessage("push is unavailable");
  }

  @Test
  void a_rejection_counts_as_a_success_of_the_channel() {
    var circuit = new Circuit("push", Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      call(circuit, new SendResult.Rejected("no such user"));
      call(circuit, new SendResult.Deferred("not now"));
    }

    for (int i = 0; i < 4; i++) {
      call(circuit, UNAVAILABLE);
    }

    assertThat(circuit.isOpen()).isFalse();
  }

  @Test
  void only_a_call_that_contacted_the_channel_closes_it() {
    var circuit = new Circuit("push", Duration.ofMillis(1));
    for (int i = 0; i < 3; i++) {
      call(circuit, UNAVAILABLE);
    }
    Awaitility.await("the circuit lets probes through")
        .ignoreExceptions()
        .untilAsserted(() -> call(circuit, NOBODY_WAS_ASKED.getFirst()));

    for (int i = 0; i < 3; i++) {
      NOBODY_WAS_ASKED.forEach(result -> call(circuit, result));
    }
    assertThat(circuit.isOpen()).isTrue();

    call(circuit, new SendResult.Sent());
    call(circuit, new SendResult.Sent());
    assertThat(circuit.isOpen()).isFalse();
  }

  private static void call(Circuit circuit, SendResult result) {
    try (var call = circuit.enter().orElseThrow()) {
      call.record(result);
    }
  }
}
