package dev.perennial.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file with the value of one setting. */
final class SettingFile {

  private SettingFile() {}

  /**
   * The content, without a line break at its end, which editors and {@code echo} add.
   *
   * @param variable the environment variable that names the file, for error messages
   * @return null if the file does not exist, but its directory does
   * @throws IllegalArgumentException if its directory does not exist, or it cannot be read; the
   *     message does not repeat the content
   */
  static @Nullable String read(String variable, Path file) {
    if (!exists(variable, file)) {
      return null;
    }
    try {
      return Files.readString(file).replaceFirst("\\R\\z", "");
    } catch (IOException e) {
      throw new IllegalArgumentException(variable + ": " + file + " cannot be read", e);
    }
  }

  /**
   * Whether the file exists.
   *
   * @throws IllegalArgumentException if its directory does not exist
   */
  static boolean exists(String variable, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          variable + ": there is no directory " + directory + ": is the Secret mounted?");
    }
    return Files.exists(file);
  }
}
