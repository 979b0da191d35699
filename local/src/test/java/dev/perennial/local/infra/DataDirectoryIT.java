package dev.perennial.local.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.embedded.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
  void only_the_owner_can_access_a_new_directory_and_its_files() {
    Path data = directory.resolve("data");
    try (var held = DataDirectory.lock(data)) {
      assertThat(permissions(data)).isEqualTo("rwx------");
      assertThat(permissions(held.directory("kafka"))).isEqualTo("rwx------");
      assertThat(permissions(data.resolve("lock"))).isEqualTo("rw-------");
      assertThat(permissions(data.resolve("owner"))).isEqualTo("rw-------");
    }
  }

  @Test
  void others_lose_their_access_to_an_existing_directory() throws IOException {
    DataDirectory.lock(directory).close();
    Path log = Files.createDirectories(directory.resolve("kafka/data")).resolve("0.log");
    Path ports = directory.resolve("ports.properties");
    for (Path file : List.of(log, ports)) {
      Files.writeString(file, "of an earlier version");
      permit(file, "rw-r--r--");
    }
    for (Path folder : List.of(log.getParent(), directory.resolve("kafka"), directory)) {
      permit(folder, "rwxr-xr-x");
    }
    permit(directory.resolve("lock"), "rw-r--r--");

    try (var held = DataDirectory.lock(directory)) {
      held.directory("kafka");
      held.file("ports.properties");
    }

    assertThat(List.of(directory, directory.resolve("kafka"), log.getParent()))
        .allSatisfy(folder -> assertThat(permissions(folder)).isEqualTo("rwx------"));
    assertThat(List.of(log, ports, directory.resolve("lock")))
        .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
  }

  @Test
  void a_link_out_of_the_directory_is_not_followed() throws IOException {
    Path other = Files.writeString(directory.resolve("other.txt"), "not ours");
    permit(other, "rw-r--r--");
    try (var held = DataDirectory.lock(directory.resolve("data"))) {
      Files.createSymbolicLink(held.directory("logs").resolve("link"), other);

      held.directory("logs");
    }

    assertThat(permissions(other)).isEqualTo("rw-r--r--");
  }

  @Test
  void a_foreign_directory_is_refused_and_keeps_its_permissions() throws IOException {
    Files.writeString(directory.resolve("thesis.txt"), "years of work");
    permit(directory, "rwxr-xr-x");

    assertThatThrownBy(() -> DataDirectory.lock(directory))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(directory + " was not made by Perennial");

    assertThat(permissions(directory)).isEqualTo("rwxr-xr-x");
    assertThat(directory.resolve("lock")).doesNotExist();
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_directory_made_by_a_platform_is_recognized() {
    assertThat(DataDirectory.isDataDirectory(directory)).isFalse();

    DataDirectory.lock(directory).close();

    assertThat(DataDirectory.isDataDirectory(directory)).isTrue();
  }
}
