package dev.perennial.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file {@code openapi.yaml} of one module. A part of a function has one tag, the paths that the
 * function serves and the components that only they refer to. A part of a shared module has
 * components that several parts refer to.
 *
 * @param file for errors, as a path
 */
record Part(String file, ObjectNode content) {

  static Part of(String file, String text) {
    return new Part(file, Yaml.read(file, text));
  }

  /** Reads the parts of all modules in the folder {@code functions}, ordered by path. */
  static List<Part> under(Path functions) throws IOException {
    try (Stream<Path> files = Files.find(functions, 3, (file, _) -> isPart(functions, file))) {
      return files.sorted().map(file -> read(functions, file)).toList();
    }
  }

  JsonNode section(String name) {
    return content.path(name);
  }

  private static boolean isPart(Path functions, Path file) {
    Path relative = functions.relativize(file);
    int depth = relative.startsWith("shared") ? 3 : 2;
    return relative.endsWith("openapi.yaml") && relative.getNameCount() == depth;
  }

  private static Part read(Path functions, Path file) {
    try {
      return of("functions/" + functions.relativize(file), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
