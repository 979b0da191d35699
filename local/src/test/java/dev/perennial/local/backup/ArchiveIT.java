package dev.perennial.local.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.embedded.StartupException;
import dev.perennial.local.infra.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveIT {

  @TempDir private Path directory;

  @Test
  void a_restored_directory_has_the_files_and_their_permissions() throws Exception {
    var data = dataWith("of the original");

    archive("backup.tar.gz").write(data);
    archive("backup.tar.gz").restoreTo(directory.resolve("restored"));

    var restored = directory.resolve("restored/postgres/table");
    assertThat(restored).content().isEqualTo("of the original");
    assertThat(permissions(restored)).isEqualTo("rw-------");
    assertThat(permissions(directory.resolve("restored"))).isEqualTo("rwx------");
    DataDirectory.lock(directory.resolve("restored")).close();
  }

  @Test
  void only_the_owner_can_read_a_backup() throws Exception {
    archive("backup.tar.gz").write(dataWith("secret"));

    assertThat(permissions(directory.resolve("backup.tar.gz"))).isEqualTo("rw-------");
    assertThat(directory.resolve("backup.tar.gz.incomplete")).doesNotExist();
  }

  @Test
  void data_in_use_is_not_backed_up() throws Exception {
    var data = dataWith("any");
    try (var inUse = DataDirectory.lock(data)) {
      assertThatThrownBy(() -> archive("backup.tar.gz").write(inUse.root()))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("in use");
    }
    assertThat(directory.resolve("backup.tar.gz")).doesNotExist();
  }

  @Test
  void a_directory_of_something_else_is_not_backed_up() throws Exception {
    Files.writeString(directory.resolve("letter.txt"), "Dear Charles");

    assertThatThrownBy(() -> archive("backup.tar.gz").write(directory))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("contains no data of Perennial");
    assertThat(directory.resolve("lock")).doesNotExist();
  }

  @Test
  void a_file_is_not_overwritten() throws Exception {
    var data = dataWith("any");
    Files.writeString(directory.resolve("backup.tar.gz"), "the backup of yesterday");

    assertThatThrownBy(() -> archive("backup.tar.gz").write(data))
        .hasMessageContaining("exists: give another file");
    assertThat(directory.resolve("backup.tar.gz")).content().isEqualTo("the backup of yesterday");
  }

  @Test
  void a_directory_with_data_is_not_overwritten() throws Exception {
    var data = dataWith("newer");
    archive("backup.tar.gz").write(data);

    assertThatThrownBy(() -> archive("backup.tar.gz").restoreTo(data))
        .hasMessageContaining("is not empty");
    assertThat(data.resolve("postgres/table")).content().isEqualTo("newer");
  }

  @Test
  void a_file_that_is_no_backup_leaves_no_directory() throws Exception {
    Files.writeString(directory.resolve("letter.txt"), "Dear Charles");
    tarOf("letter.txt");

    for (var file : new String[] {"letter.txt", "letter.tar.gz"}) {
      assertThatThrownBy(() -> archive(file).restoreTo(directory.resolve("restored")))
          .as(file)
          .isInstanceOf(StartupException.class);
    }
    assertThatThrownBy(() -> archive("missing.tar.gz").restoreTo(directory.resolve("restored")))
        .hasMessageContaining("there is no file");
    assertThat(directory.resolve("restored")).doesNotExist();
    assertThat(directory.resolve("restored.incomplete")).doesNotExist();
  }

  private void tarOf(String file) throws Exception {
    var tar =
        new ProcessBuilder("tar", "-czf", "letter.tar.gz", file)
            .directory(directory.toFile())
            .start();
    assertThat(tar.waitFor()).isZero();
  }

  private Path dataWith(String content) throws IOException {
    var data = directory.resolve("data");
    try (var locked = DataDirectory.lock(data)) {
      Files.writeString(locked.directory("postgres").resolve("table"), content);
      Files.setPosixFilePermissions(
          data.resolve("postgres/table"), PosixFilePermissions.fromString("rw-------"));
    }
    return data;
  }

  private Archive archive(String name) {
    return new Archive(directory.resolve(name));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
