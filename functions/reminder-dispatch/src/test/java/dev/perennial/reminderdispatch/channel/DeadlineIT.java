package dev.perennial.reminderdispatch.channel;

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

/** Work at and after its deadline. */
@Timeout(300)
class DeadlineIT {

  @Test
  void at_the_deadline_the_connection_is_closed_and_nothing_more_is_sent() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var end = Deadline.in(Duration.ofMillis(100)).run(() -> sendAndWait(server.getLocalPort()));

      assertThat(end).isEqualTo("disconnected");
      try (var client = server.accept()) {
        assertThat(client.getInputStream().readAllBytes()).containsExactly(1);
      }
    }
  }

  @Test
  void is_over_when_its_time_has_passed() {
    assertThat(Deadline.in(Duration.ZERO).isOver()).isTrue();
    assertThat(Deadline.in(Duration.ofHours(1)).isOver()).isFalse();
  }

  @Test
  void throws_what_the_work_throws() {
    Supplier<String> work =
        () -> {
          throw new IllegalArgumentException("as it is");
        };

    assertThatThrownBy(() -> Deadline.in(Duration.ofHours(1)).run(work))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("as it is");
  }

  /** A client that waits for a response without a time-out and would continue after it. */
  private static String sendAndWait(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(1);
      var received = socket.getInputStream().read();
      socket.getOutputStream().write(2);
      return "answered " + received;
    } catch (IOException closed) {
      return "disconnected";
    }
  }
}
