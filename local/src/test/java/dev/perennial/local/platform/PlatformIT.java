package dev.perennial.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * How a platform starts and stops, and what it leaves for the next one. Postgres and Kafka take
 * seconds to start, so each test continues with the platform that the one before has left running.
 */
@TestMethodOrder(OrderAnnotation.class)
class PlatformIT {

  @TempDir static Path shared;
  private static final int PORT = Ports.free();
  private static @Nullable PlatformProcess platform;

  @TempDir Path directory;

  @AfterAll
  static void stop() throws Exception {
    if (platform != null) {
      platform.stop();
    }
  }

  @Test
  void a_restart_after_a_kill_stops_orphans_and_uses_the_same_data() throws Exception {
    PlatformProcess killed = running();
    killed.get("/v1/pid");
    List<ProcessHandle> orphans = killed.all();
    Files.writeString(data().resolve("logs").resolve("earlier.log"), "of the earlier platform");
    killed.process().destroyForcibly().waitFor();

    PlatformProcess restarted = start();

    assertThat(orphans).noneMatch(ProcessHandle::isAlive);
    assertThat(restarted.get("/v1/pid")).matches("\\d+");
    assertThat(data().resolve("logs").resolve("earlier.log")).exists();
    await("the missed tick")
        .atMost(Duration.ofSeconds(120))
        .until(() -> restarted.get("/v1/events").contains("/pingsources/alarm"));
  }

  @Test
  void fresh_clears_a_data_directory_of_an_earlier_platform() throws Exception {
    PlatformProcess killed = running();
    killed.get("/v1/pid");
    killed.process().destroyForcibly().waitFor();
    Files.writeString(data().resolve("logs").resolve("earlier.log"), "of the earlier platform");

    PlatformProcess fresh = start("--fresh");

    assertThat(fresh.get("/v1/pid")).matches("\\d+");
    assertThat(data().resolve("logs").resolve("earlier.log")).doesNotExist();
    assertThat(data().resolve("run")).isNotEmptyDirectory();
    assertThat(fresh.get("/v1/events")).doesNotContain("/pingsources/alarm");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void only_the_owner_can_access_what_a_platform_has_written() throws Exception {
    if (platform == null) {
      start().get("/v1/pid");
    }
    stop();

    try (Stream<Path> written = Files.walk(data())) {
      assertThat(written.filter(PlatformIT::isOpenToOthers)).isEmpty();
    }
  }

  private static boolean isOpenToOthers(Path path) {
    try {
      return !PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).endsWith("------");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void a_stopped_platform_leaves_no_process_behind() throws Exception {
    PlatformProcess stopped = running();
    stopped.get("/v1/pid");
    List<ProcessHandle> all = stopped.all();
    assertThat(all).hasSize(4).allMatch(ProcessHandle::isAlive);

    stopped.process().destroy();

    assertThat(stopped.process().waitFor(PlatformProcess.STOP)).isTrue();
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(data().resolve("run")).isEmptyDirectory();
  }

  @Test
  void a_port_in_use_is_refused_before_anything_starts() throws Exception {
    Path data = directory.resolve("data");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PlatformProcess.start(project(directory), data, taken.getLocalPort())
          .assertRefused("port " + taken.getLocalPort() + " is in use");
    }
    assertThat(data).doesNotExist();
  }

  @Test
  void a_foreign_directory_is_refused() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("thesis.txt"), "years of work");

    PlatformProcess.start(project(directory), data, Ports.free())
        .assertRefused("was not made by Perennial");
    PlatformProcess.start(project(directory), data, Ports.free(), "--fresh")
        .assertRefused("was not made by Perennial");

    assertThat(data.resolve("thesis.txt")).exists();
  }

  private static PlatformProcess running() throws Exception {
    return platform != null && platform.process().isAlive() ? platform : start();
  }

  private static PlatformProcess start(String... options) throws Exception {
    platform = PlatformProcess.start(project(shared), data(), PORT, options);
    return platform.awaitReady();
  }

  private static Path data() {
    return shared.resolve("data");
  }

  private static StandInProject project(Path parent) throws Exception {
    return StandInProject.in(Files.createDirectories(parent.resolve("project")));
  }
}
