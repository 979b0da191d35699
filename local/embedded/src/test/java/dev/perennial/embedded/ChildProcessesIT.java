package dev.perennial.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessesIT {

  @TempDir Path records;

  @Test
  void orphans_of_a_killed_platform_are_stopped() {
    Process left =
        new ChildProcesses(records).start("function", new ProcessBuilder("sleep", "600"));

    new ChildProcesses(records).stopOrphans();

    assertThat(left.isAlive()).isFalse();
    assertThat(records).isEmptyDirectory();
  }

  @Test
  void a_process_that_reuses_the_pid_is_not_stopped() throws IOException {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(records.resolve("function." + stranger.pid()), "2001-01-01T00:00:00Z");

      new ChildProcesses(records).stopOrphans();

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void a_child_process_ignores_ctrl_c() throws Exception {
    Process child =
        new ChildProcesses(records).start("function", new ProcessBuilder("sleep", "600"));

    new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor();
    assertThat(child.waitFor(Duration.ofMillis(200))).isFalse();

    ChildProcesses.stop(child, Duration.ofSeconds(10));
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void a_process_that_ignores_sigterm_is_killed() {
    Process stubborn =
        new ChildProcesses(records)
            .start(
                "function",
                new ProcessBuilder("sh", "-c", "trap '' TERM; while :; do sleep 1; done"));

    ChildProcesses.stop(stubborn, Duration.ofMillis(200));

    assertThat(stubborn.isAlive()).isFalse();
  }
}
