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
  void endsWhatAPlatformThatWasKilledHasLeft() {
    var left = new ChildProcesses(records).start("function", new ProcessBuilder("sleep", "600"));

    new ChildProcesses(records).endLeftovers();

    assertThat(left.isAlive()).isFalse();
    assertThat(records).isEmptyDirectory();
  }

  @Test
  void sparesAProcessThatHasOnlyTheSameId() throws IOException {
    var stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(records.resolve("function." + stranger.pid()), "2001-01-01T00:00:00Z");

      new ChildProcesses(records).endLeftovers();

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void leavesItToThePlatformToEndAProcessOnCtrlC() throws Exception {
    var child = new ChildProcesses(records).start("function", new ProcessBuilder("sleep", "600"));

    new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor();
    assertThat(child.waitFor(Duration.ofMillis(200))).isFalse();

    ChildProcesses.stop(child, Duration.ofSeconds(10));
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void makesAProcessEndThatDoesNotWhenAsked() {
    var stubborn =
        new ChildProcesses(records)
            .start(
                "function",
                new ProcessBuilder("sh", "-c", "trap '' TERM; while :; do sleep 1; done"));

    ChildProcesses.stop(stubborn, Duration.ofMillis(200));

    assertThat(stubborn.isAlive()).isFalse();
  }
}
