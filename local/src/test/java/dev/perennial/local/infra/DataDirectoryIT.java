package dev.perennial.local.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.embedded.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryIT {

  @TempDir Path directory;

  @Test
  void isHeldByOneAtATimeAndTellsByWhom() {
    try (var held = DataDirectory.hold(directory)) {
      assertThatThrownBy(() -> DataDirectory.hold(held.root()))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }

    DataDirectory.hold(directory).close();
  }

  @Test
  void keepsItsHoldWhenItIsEmptied() throws IOException {
    try (var held = DataDirectory.hold(directory)) {
      Files.writeString(held.directory("postgres").resolve("PG_VERSION"), "18");

      held.empty();

      assertThat(directory.resolve("postgres")).doesNotExist();
      assertThatThrownBy(() -> DataDirectory.hold(directory)).isInstanceOf(StartupException.class);
    }
  }

  @Test
  void knowsWhatAPlatformMade() {
    assertThat(DataDirectory.isOurs(directory)).isFalse();

    DataDirectory.hold(directory).close();

    assertThat(DataDirectory.isOurs(directory)).isTrue();
  }
}
