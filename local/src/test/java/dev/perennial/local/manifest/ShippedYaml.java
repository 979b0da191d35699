package dev.perennial.local.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of the shipped YAML that a test can modify. */
public record ShippedYaml(Path root) {

  public static final Path PROJECT_ROOT = Path.of("..");

  public static ShippedYaml copiedTo(Path folder) {
    Stream.of("knative", "eventing")
        .forEach(name -> copy(PROJECT_ROOT.resolve(name), folder.resolve(name)));
    return new ShippedYaml(folder);
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectory(to);
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public ShippedYaml with(String file, String before, String after) {
    try {
      String text = Files.readString(root.resolve(file));
      if (!text.contains(before)) {
        throw new IllegalArgumentException(file + " does not contain " + before);
      }
      Files.writeString(root.resolve(file), text.replaceFirst(Pattern.quote(before), after));
      return this;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
