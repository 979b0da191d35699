package dev.perennial.reminderdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.reminders.delivery.Result;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What says something about a channel, and what does not. */
class CircuitTest {

  private static final Result AWAY = new Result.Away("not there");
  private static final List<Result> NOBODY_WAS_ASKED =
      List.of(
          new Result.Suppressed("no device"),
          new Result.Impossible("the e-mail address is not valid"),
          new Result.Crowded("all connections are in use"));

  @Test
  void three_faults_in_a_row_open_it_whatever_came_before_without_asking_the_channel() {
    var circuit = new Circuit("push", Duration.ofHours(1));
    for (int i = 0; i < 5; i++) {
      NOBODY_WAS_ASKED.forEach(result -> call(circuit, result));
    }

    call(circuit, AWAY);
    call(circuit, AWAY);
    assertThat(circuit.isOpen()).as("two say nothing yet").isFalse();
    call(circuit, new Result.Partly(Set.of("a device"), AWAY));

    assertThat(circuit.isOpen()).isTrue();
    assertThat(circuit.enter()).isEmpty();
    assertThat(circuit.away()).hasMessage("push is away");
  }

  @Test
  void a_refusal_says_that_the_channel_is_there() {
    var circuit = new Circuit("push", Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      call(circuit, new Result.Refused("no such user"));
      call(circuit, new Result.Deferred("not now"));
    }

    for (int i = 0; i < 4; i++) {
      call(circuit, AWAY);
    }

    assertThat(circuit.isOpen()).isFalse();
  }

  @Test
  void only_who_asked_the_channel_can_say_that_it_is_back() {
    var circuit = new Circuit("push", Duration.ofMillis(1));
    for (int i = 0; i < 3; i++) {
      call(circuit, AWAY);
    }
    Awaitility.await("the rest is over")
        .ignoreExceptions()
        .untilAsserted(() -> call(circuit, NOBODY_WAS_ASKED.getFirst()));

    for (int i = 0; i < 3; i++) {
      NOBODY_WAS_ASKED.forEach(result -> call(circuit, result));
    }
    assertThat(circuit.isOpen()).isTrue();

    call(circuit, new Result.Sent());
    call(circuit, new Result.Sent());
    assertThat(circuit.isOpen()).isFalse();
  }

  private static void call(Circuit circuit, Result result) {
    try (var call = circuit.enter().orElseThrow()) {
      call.came(result);
    }
  }
}
