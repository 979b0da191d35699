package dev.perennial.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsIT {

  @TempDir private Path directory;

  /** Kubernetes mounts links into a directory of the same volume, whose name starts with dots. */
  @Test
  void each_file_is_a_role_and_its_password_as_kubernetes_mounts_them() throws IOException {
    Path data = Files.createDirectory(directory.resolve("..2026_11_30"));
    Files.createSymbolicLink(directory.resolve("..data"), data.getFileName());
    for (String role : new String[] {"task-api", "sync-push"}) {
      Files.writeString(data.resolve(role), "password of " + role + "\n");
      Files.createSymbolicLink(directory.resolve(role), Path.of("..data", role));
    }

    assertThat(Logins.in(directory).passwords())
        .containsOnlyKeys("task-api", "sync-push")
        .containsEntry("task-api", "password of task-api");
  }

  @Test
  void an_empty_password_is_refused() throws IOException {
    Files.writeString(directory.resolve("task-api"), "\n");

    assertThatThrownBy(() -> Logins.in(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("DATABASE_LOGINS: %s is empty", directory.resolve("task-api"));
  }

  @Test
  void a_directory_without_files_is_refused() {
    assertThatThrownBy(() -> Logins.in(directory))
        .hasMessage("DATABASE_LOGINS: there is no file in %s", directory);
    assertThatThrownBy(() -> Logins.in(directory.resolve("none")))
        .hasMessage("DATABASE_LOGINS: there is no directory %s", directory.resolve("none"));
  }

  @Test
  void passwords_are_not_in_its_text() throws IOException {
    Files.writeString(directory.resolve("task-api"), "secret");

    assertThat(Logins.in(directory)).hasToString("Logins[task-api]");
  }
}
