package dev.perennial.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.embedded.Ports;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running platform does. The tests share one, since none of them stops it. */
class RunningPlatformIT {

  @TempDir static Path directory;
  private static Path data;
  private static StandInProject project;
  private static PlatformProcess platform;

  @BeforeAll
  static void start() throws Exception {
    data = directory.resolve("data");
    project = StandInProject.in(Files.createDirectory(directory.resolve("project")));
    platform = PlatformProcess.start(project, data, Ports.free()).awaitReady();
  }

  @AfterAll
  static void stop() throws Exception {
    platform.stop();
  }

  @Test
  void a_data_directory_in_use_is_refused() throws Exception {
    var second = PlatformProcess.start(project, data, Ports.free());

    second.assertRefused("is in use by another Perennial (pid " + platform.process().pid() + ")");
    assertThat(platform.get("/v1/pid")).matches("\\d+");
  }

  @Test
  void a_function_can_patch_the_ping_source_that_starts_it() throws Exception {
    assertThat(platform.get("/local/status")).contains("\"schedule\":\"0 0 1 1 *\"");

    patchPingSource("{\"spec\": {\"schedule\": \"* * * * * *\"}}");

    await("a tick of the new schedule")
        .atMost(Duration.ofSeconds(120))
        .until(() -> platform.get("/v1/events").contains("/pingsources/alarm"));
    assertThat(platform.get("/local/status")).contains("\"schedule\":\"* * * * * *\"");
  }

  private void patchPingSource(String patch) throws Exception {
    String api = platform.get("/v1/environment?KUBERNETES_API_URL");
    String namespace = platform.get("/v1/environment?KUBERNETES_NAMESPACE");
    var token = Path.of(platform.get("/v1/environment?KUBERNETES_TOKEN_FILE"));
    String path =
        "/apis/sources.knative.dev/v1/namespaces/%s/pingsources/alarm".formatted(namespace);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + path))
            .method("PATCH", BodyPublishers.ofString(patch))
            .header("Content-Type", "application/merge-patch+json")
            .header("Authorization", "Bearer " + Files.readString(token))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_function_gets_the_addresses_of_the_mail_and_push_servers() throws Exception {
    int smtp = Integer.parseInt(platform.get("/v1/environment?SMTP_PORT"));
    try (var socket = new Socket("127.0.0.1", smtp)) {
      assertThat(new String(socket.getInputStream().readNBytes(4))).isEqualTo("220 ");
    }
    assertThat(platform.get("/v1/environment?MAIL_FROM")).contains("@");
    assertThat(platform.get("/v1/environment?PUBLIC_URL"))
        .isEqualTo("http://localhost:" + platform.port());
    assertThat(Path.of(platform.get("/v1/environment?FIREBASE_CREDENTIALS_FILE")))
        .content()
        .contains(platform.get("/v1/environment?FIREBASE_ENDPOINT") + "/token");
    assertThat(platform.get("/local/mail")).isEqualTo("{\"items\":[]}");
    assertThat(platform.get("/local/push")).isEqualTo("{\"items\":[]}");
    assertThat(Files.readString(platform.out()))
        .contains("127.0.0.1:" + smtp)
        .contains("alarm, next at ")
        .contains("/local/mail and ");
  }
}
