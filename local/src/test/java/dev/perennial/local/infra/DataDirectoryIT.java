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
  void a_locked_directory_is_refused_with_the_pid_of_its_owner() {
    try (var held = DataDirectory.lock(directory)) {
      assertThatThrownBy(() -> DataDirectory.lock(held.root()))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
    }

    DataDirectory.lock(directory).close();
  }

  @Test
  void a_cleared_directory_stays_locked() throws IOException {
    try (var held = DataDirectory.lock(directory)) {
      Files.writeString(held.directory("postgres").resolve("PG_VERSION"), "18");

      held.clear();

      assertThat(directory.resolve("postgres")).doesNotExist();
      assertThatThrownBy(() -> DataDirectory.lock(directory)).isInstanceOf(StartupException.class);
    }
  }

  @Test
  void a_directory_made_by_a_platform_is_recognized() {
    assertThat(DataDirectory.isDataDirectory(directory)).isFalse();

    DataDirectory.lock(directory).close();

    assertThat(DataDirectory.isDataDirectory(directory)).isTrue();
  }
}
