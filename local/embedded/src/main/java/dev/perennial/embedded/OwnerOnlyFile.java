package dev.perennial.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that only its owner can read. */
public final class OwnerOnlyFile {

  private static final Set<PosixFilePermission> READ_WRITE =
      PosixFilePermissions.fromString("rw-------");

  private OwnerOnlyFile() {}

  /** Creates the file if it is missing. Others lose their access to an existing file. */
  public static Path create(Path file) {
    try {
      return Files.exists(file)
          ? Files.setPosixFilePermissions(file, READ_WRITE)
          : Files.createFile(file, PosixFilePermissions.asFileAttribute(READ_WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the whole file. It is never readable by others, not even while it is being created. */
  public static Path write(Path file, String text) {
    try {
      return Files.writeString(create(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
