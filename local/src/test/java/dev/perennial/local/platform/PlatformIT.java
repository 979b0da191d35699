package dev.perennial.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.embedded.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a platform starts and stops, and what it leaves for the next one. */
class PlatformIT {

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
      platform.stop();
    }
  }

  @Test
  void a_stopped_platform_leaves_no_process_behind() throws Exception {
    platform = PlatformProcess.start(project, data(), port).awaitReady();
    platform.get("/v1/pid");
    List<ProcessHandle> all = platform.all();
    assertThat(all).hasSize(4).allMatch(ProcessHandle::isAlive);

    platform.process().destroy();

    assertThat(platform.process().waitFor(PlatformProcess.STOP)).isTrue();
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(data().resolve("run")).isEmptyDirectory();
  }

  @Test
  void a_restart_after_a_kill_stops_orphans_and_uses_the_same_data() throws Exception {
    platform = PlatformProcess.start(project, data(), port).awaitReady();
    platform.get("/v1/pid");
    List<ProcessHandle> orphans = platform.all();
    platform.process().destroyForcibly().waitFor();

    platform = PlatformProcess.start(project, data(), port).awaitReady();

    assertThat(orphans).noneMatch(ProcessHandle::isAlive);
    assertThat(platform.get("/v1/pid")).matches("\\d+");
    await("the missed tick")
        .atMost(Duration.ofSeconds(30))
        .until(() -> platform.get("/v1/events").contains("/pingsources/alarm"));
  }

  @Test
  void a_port_in_use_is_refused_before_anything_starts() throws Exception {
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      PlatformProcess.start(project, data(), taken.getLocalPort())
          .assertRefused("port " + port + " is in use");
    }
    assertThat(data()).doesNotExist();
  }

  @Test
  void a_foreign_directory_is_not_cleared() throws Exception {
    Files.createDirectory(data());
    Files.writeString(data().resolve("thesis.txt"), "years of work");

    PlatformProcess.start(project, data(), port, "--fresh")
        .assertRefused("was not made by Perennial");

    assertThat(data().resolve("thesis.txt")).exists();
  }

  @Test
  void fresh_clears_a_data_directory_of_an_earlier_platform() throws Exception {
    platform = PlatformProcess.start(project, data(), port).awaitReady();
    platform.get("/v1/pid");
    platform.process().destroyForcibly().waitFor();
    Files.writeString(data().resolve("logs").resolve("earlier.log"), "of the earlier platform");

    platform = PlatformProcess.start(project, data(), port, "--fresh").awaitReady();

    assertThat(platform.get("/v1/pid")).matches("\\d+");
    assertThat(data().resolve("logs").resolve("earlier.log")).doesNotExist();
    assertThat(data().resolve("run")).isNotEmptyDirectory();
    assertThat(platform.get("/v1/events")).doesNotContain("/pingsources/alarm");
  }

  private Path data() {
    return directory.resolve("data");
  }
}
