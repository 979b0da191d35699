package dev.perennial.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.subethamail.smtp.server.SMTPServer;

class SmtpServerIT {

  private final int port = Ports.free();
  private final SmtpServer server = new SmtpServer(port, SMTPServer.Builder::build);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_stopped_server_closes_connections_and_starts_again_on_its_port() throws IOException {
    server.start();
    try (var client = connect()) {
      assertThat(greeting(client)).isEqualTo("220");

      server.stop();

      // Ends only when the server has closed the connection.
      client.getInputStream().readAllBytes();
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    server.start();
    try (var client = connect()) {
      assertThat(greeting(client)).isEqualTo("220");
    }
  }

  @Test
  void a_port_in_use_is_refused() throws IOException {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(server::start)
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("port " + port);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static String greeting(Socket client) throws IOException {
    return new String(client.getInputStream().readNBytes(3));
  }
}
