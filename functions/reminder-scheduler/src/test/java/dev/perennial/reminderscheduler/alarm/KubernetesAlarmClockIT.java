package dev.perennial.reminderscheduler.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.ledger.TryLater;
import dev.perennial.runtime.testkit.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses an API whose certificate is signed by a private authority, as in a cluster. */
class KubernetesAlarmClockIT {

  private static final Instant MOMENT = Instant.parse("2026-03-01T08:05:09Z");

  @TempDir Path directory;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpsServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(Certificate.make(directory, "cluster").identity()));
    server.createContext("/", this::respond);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void trusts_the_authority_of_the_cluster_and_authenticates_itself() throws IOException {
    Files.writeString(directory.resolve("token"), "secret\n");

    new KubernetesAlarmClock(api("cluster")).set(MOMENT);

    assertThat(requests)
        .containsExactly(
            "PATCH /apis/sources.knative.dev/v1/namespaces/garden/pingsources/reminder-alarm"
                + " Bearer secret {\"spec\":{\"schedule\":\"9 5 8 1 3 *\"}}");
  }

  @Test
  void sends_nothing_to_a_server_whose_certificate_another_authority_has_signed()
      throws IOException {
    Files.writeString(directory.resolve("token"), "secret");
    Certificate.make(directory, "another");

    assertThatThrownBy(() -> new KubernetesAlarmClock(api("another")).set(MOMENT))
        .isInstanceOf(TryLater.class)
        .hasMessageContaining("cannot be reached");

    assertThat(requests).isEmpty();
  }

  @Test
  void finds_the_api_through_the_service_account_by_default() {
    var api = KubernetesApi.from(new Settings("reminder-scheduler", Map.of()));

    var account = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    assertThat(api.url()).hasToString("https://kubernetes.default.svc");
    assertThat(api.isSecure()).isTrue();
    assertThat(api.token()).isEqualTo(account.resolve("token"));
    assertThat(api.trustedCertificates().file()).isEqualTo(account.resolve("ca.crt"));
    assertThatThrownBy(() -> api.pingSource("reminder-alarm"))
        .hasMessageContaining("service account")
        .hasStackTraceContaining(account.resolve("namespace").toString());
  }

  private KubernetesApi api(String authority) {
    return KubernetesApi.from(
        new Settings(
            "reminder-scheduler",
            Map.of(
                "KUBERNETES_API_URL",
                "https://localhost:" + server.getAddress().getPort(),
                "KUBERNETES_TOKEN_FILE",
                directory.resolve("token").toString(),
                "KUBERNETES_CA_FILE",
                directory.resolve(authority + ".crt").toString(),
                "KUBERNETES_NAMESPACE",
                "garden")));
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          "%s %s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI(),
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      exchange.sendResponseHeaders(200, -1);
    }
  }
}
