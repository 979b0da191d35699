package dev.perennial.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** Tells the jars of this repository from those of third parties, by their packages. */
final class OurJars {

  private OurJars() {}

  static boolean contains(Path jar) {
    try (var file = new JarFile(jar.toFile())) {
      return file.stream().anyMatch(entry -> entry.getName().startsWith("dev/perennial/"));
    } catch (IOException e) {
      throw new UncheckedIOException(jar + " is no jar that can be read", e);
    }
  }
}
