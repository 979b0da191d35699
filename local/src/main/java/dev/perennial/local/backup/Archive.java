package dev.perennial.local.backup;

import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.OwnerOnlyFile;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.infra.DataDirectory;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A tar file, compressed by gzip, with all that a data directory contains: Postgres, the topics of
 * Kafka, the passwords and the keys. A restored directory continues where the original was stopped:
 * no event is lost, and none takes effect again. Only the owner can read the file.
 */
final class Archive {

  private final Path file;

  Archive(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  /**
   * Writes the archive, which exists only when it is complete. Postgres and Kafka of a platform
   * that was killed are stopped first.
   *
   * @throws StartupException if there is no data, a platform uses it, or the file exists
   */
  void write(Path data) throws IOException, InterruptedException {
    if (!DataDirectory.isDataDirectory(data)) {
      throw new StartupException(
          "%s contains no data of Perennial: give the directory with --data".formatted(data));
    }
    if (Files.exists(file)) {
      throw new StartupException(file + " exists: give another file");
    }
    Path incomplete = file.resolveSibling(file.getFileName() + ".incomplete");
    try (var locked = DataDirectory.lock(data)) {
      new ChildProcesses(locked.directory("run")).stopOrphans();
      OwnerOnlyFile.create(incomplete);
      try {
        tar(
            "-czf",
            incomplete.toString(),
            "-C",
            locked.root().toString(),
            "--exclude=./owner",
            ".");
        Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(incomplete);
      }
    }
  }

  /**
   * Restores the archive into a directory, which exists only when all is there.
   *
   * @throws StartupException if the directory is not empty, or the file is no backup
   */
  void restoreTo(Path data) throws IOException, InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw new StartupException("there is no file " + file);
    }
    if (!DataDirectory.isEmpty(data)) {
      throw new StartupException(
          "%s is not empty: move it away, or give another directory with --data".formatted(data));
    }
    Path target = data.toAbsolutePath().normalize();
    Path incomplete = target.resolveSibling(target.getFileName() + ".incomplete");
    if (Files.exists(incomplete)) {
      throw new StartupException(
          incomplete + " is of a restore that was interrupted: delete it first");
    }
    Files.createDirectories(incomplete);
    try {
      tar("-xzf", file.toString(), "-C", incomplete.toString());
      if (!DataDirectory.isDataDirectory(incomplete)) {
        throw new StartupException(file + " is no backup of Perennial");
      }
      Files.deleteIfExists(target);
      Files.move(incomplete, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      if (Files.exists(incomplete)) {
        DataDirectory.delete(incomplete);
      }
    }
  }

  private static void tar(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("tar"));
    command.addAll(List.of(arguments));
    Process tar =
        new ProcessBuilder(command)
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    try {
      if (tar.waitFor() != 0) {
        throw new StartupException("tar failed with status " + tar.exitValue());
      }
    } finally {
      tar.destroy();
    }
  }
}
