package dev.perennial.reminderdispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left when time is up. */
@Timeout(30)
class DeadlineIT {

  @Test
  void when_time_is_up_the_connection_is_closed_and_nothing_more_is_said() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var end = Deadline.in(Duration.ofMillis(100)).hold(() -> sayAndWait(server.getLocalPort()));

      assertThat(end).isEqualTo("broken off");
      try (var client = server.accept()) {
        assertThat(client.getInputStream().readAllBytes()).containsExactly(1);
      }
    }
  }

  @Test
  void it_has_come_when_its_time_is_over() {
    assertThat(Deadline.in(Duration.ZERO).hasCome()).isTrue();
    assertThat(Deadline.in(Duration.ofHours(1)).hasCome()).isFalse();
  }

  @Test
  void what_the_work_throws_is_thrown() {
    Supplier<String> work =
        () -> {
          throw new IllegalArgumentException("as it is");
        };

    assertThatThrownBy(() -> Deadline.in(Duration.ofHours(1)).hold(work))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("as it is");
  }

  /** As a client that waits for an answer without a time-out, and would go on after it. */
  private static String sayAndWait(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(1);
      var answer = socket.getInputStream().read();
      socket.getOutputStream().write(2);
      return "answered " + answer;
    } catch (IOException closed) {
      return "broken off";
    }
  }
}
