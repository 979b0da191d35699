package dev.perennial.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.embedded.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformIT {

  private static final Duration STOP = Duration.ofSeconds(60);
  private static final int CANNOT_START = 2;

  @TempDir Path directory;
  private final int port = Ports.free();
  private StandInProject project;
  private @Nullable PlatformProcess platform;

  @BeforeEach
  void makeProject() throws Exception {
    project = StandInProject.in(Files.createDirectory(directory.resolve("project")));
  }

  @AfterEach
  void stop() throws Exception {
    if (platform != null) {
      platform.process().destroy();
      platform.process().waitFor(STOP);
    }
  }

  @Test
  void a_stopped_platform_leaves_no_process_behind() throws Exception {
    platform = PlatformProcess.start(project, data(), port).awaitReady();
    platform.get("/v1/pid");
    List<ProcessHandle> all = platform.all();
    assertThat(all).hasSize(4).allMatch(ProcessHandle::isAlive);

    platform.process().destroy();

    assertThat(platform.process().waitFor(STOP)).isTrue();
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(data().resolve("run")).isEmptyDirectory();
  }

  @Test
  void a_restart_after_a_kill_stops_orphans_and_uses_the_same_data() throws Exception {
    platform = PlatformProcess.start(project, data(), port).awaitReady();
    platform.get("/v1/pid");
    List<ProcessHandle> left = platform.all();
    platform.process().destroyForcibly().waitFor();

    platform = PlatformProcess.start(project, data(), port).awaitReady();

    assertThat(left).noneMatch(ProcessHandle::isAlive);
    assertThat(platform.get("/v1/pid")).matches("\\d+");
    await("what would have ticked meanwhile")
        .atMost(Duration.ofSeconds(30))
        .until(() -> platform.get("/v1/events").contains("/pingsources/alarm"));
  }

  @Test
  void a_data_directory_in_use_is_refused() throws Exception {
    platform = PlatformProcess.start(project, data(), port).awaitReady();

    var second = PlatformProcess.start(project, data(), Ports.free());

    assertRefused(second, "is in use by another Perennial (pid " + platform.process().pid() + ")");
    assertThat(platform.get("/v1/pid")).matches("\\d+");
  }

  @Test
  void a_port_in_use_is_refused_before_anything_starts() throws Exception {
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertRefused(
          PlatformProcess.start(project, data(), taken.getLocalPort()),
          "port " + port + " is in use");
    }
    assertThat(data()).doesNotExist();
  }

  @Test
  void a_foreign_directory_is_not_cleared() throws Exception {
    Files.createDirectory(data());
    Files.writeString(data().resolve("thesis.txt"), "years of work");

    assertRefused(
        PlatformProcess.start(project, data(), port, "--fresh"), "was not made by Perennial");

    assertThat(data().resolve("thesis.txt")).exists();
  }

  @Test
  void fresh_clears_a_data_directory_of_an_earlier_platform() throws Exception {
    platform = PlatformProcess.start(project, data(), port).awaitReady();
    platform.get("/v1/pid");
    platform.process().destroyForcibly().waitFor();
    Files.writeString(data().resolve("logs").resolve("kept.log"), "of the one before");

    platform = PlatformProcess.start(project, data(), port, "--fresh").awaitReady();

    assertThat(platform.get("/v1/pid")).matches("\\d+");
    assertThat(data().resolve("logs").resolve("kept.log")).doesNotExist();
    assertThat(data().resolve("run")).isNotEmptyDirectory();
    assertThat(platform.get("/v1/events")).doesNotContain("/pingsources/alarm");
  }

  @Test
  void a_function_can_patch_the_ping_source_that_wakes_it() throws Exception {
    platform = PlatformProcess.start(project, data(), port).awaitReady();
    assertThat(platform.get("/local/status")).contains("\"schedule\":\"0 0 1 1 *\"");

    patchAlarm("{\"spec\": {\"schedule\": \"* * * * * *\"}}");

    await("the tick of a second")
        .atMost(Duration.ofSeconds(30))
        .until(() -> platform.get("/v1/events").contains("/pingsources/alarm"));
    assertThat(platform.get("/local/status")).contains("\"schedule\":\"* * * * * *\"");
  }

  private void patchAlarm(String patch) throws Exception {
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
    platform = PlatformProcess.start(project, data(), port).awaitReady();

    int smtp = Integer.parseInt(platform.get("/v1/environment?SMTP_PORT"));
    try (var socket = new Socket("127.0.0.1", smtp)) {
      assertThat(new String(socket.getInputStream().readNBytes(4))).isEqualTo("220 ");
    }
    assertThat(platform.get("/v1/environment?MAIL_FROM")).contains("@");
    assertThat(platform.get("/v1/environment?PUBLIC_URL")).isEqualTo("http://localhost:" + port);
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

  private static void assertRefused(PlatformProcess refused, String why) throws Exception {
    assertThat(refused.process().waitFor(STOP)).isTrue();
    assertThat(refused.process().exitValue()).isEqualTo(CANNOT_START);
    assertThat(Files.readAllLines(refused.err())).singleElement().asString().contains(why);
  }

  private Path data() {
    return directory.resolve("data");
  }
}
