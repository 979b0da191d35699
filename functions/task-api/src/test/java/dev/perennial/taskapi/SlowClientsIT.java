package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.RawConnection;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Clients that never send what they announce keep nobody else from working. */
class SlowClientsIT {

  /** More than the requests that Knative passes to one instance at a time. */
  private static final int CLIENTS = 130;

  private static final String ENDLESS =
      "POST /v1/tasks HTTP/1.1\r\n"
          + "Host: a\r\n"
          + "Content-Type: application/json\r\n"
          + "%sContent-Length: 60000\r\n\r\n"
          + "{";

  @Test
  void a_client_without_a_token_is_refused_before_its_body_is_read() throws IOException {
    try (var function = start();
        var clients = new Clients()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.open(function.port(), ENDLESS.formatted(""));
      }

      for (var client : clients.all) {
        assertThat(client.line()).isEqualTo("HTTP/1.1 401");
      }
    }
  }

  @Test
  void users_are_served_while_bodies_do_not_arrive() throws IOException {
    try (var function = start();
        var clients = new Clients()) {
      var user = Api.in(Http.to(function.port()), "user-" + UUID.randomUUID());
      for (int i = 0; i < CLIENTS; i++) {
        clients.open(
            function.port(), ENDLESS.formatted("Authorization: " + user.authorization() + "\r\n"));
      }

      user.get("/v1/tasks").expect(200);
      user.post("/v1/tasks", "{'title':'a'}").expect(201);
      assertThat(clients.all.getFirst().line()).isEqualTo("HTTP/1.1 408");
    }
  }

  private static FunctionServer start() {
    return FunctionServer.start(
        TestPostgres.shared().settings("task-api", Api.issuer()), Main::wire);
  }

  private static final class Clients implements AutoCloseable {

    private final ArrayList<RawConnection> all = new ArrayList<>();

    void open(int port, String request) throws IOException {
      all.add(new RawConnection(port).send(request));
    }

    @Override
    public void close() throws IOException {
      for (var client : all) {
        client.close();
      }
    }
  }
}
