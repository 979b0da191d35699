package dev.perennial.local.serving;

import dev.perennial.embedded.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Locates the build results of a function.
 *
 * @param home the project's root; paths are relative to it, since a cache is valid only for the
 *     class path it was created with
 */
public record FunctionFiles(Path home) {

  /** JVM options of all functions. */
  static final Path JVM_OPTIONS = Path.of("functions/jvm.options");

  private static final String OWN_JVM_OPTIONS = "jvm.options";

  /**
   * Returns the files of JVM options: that of all functions, then the function's own if it has one.
   */
  List<Path> jvmOptions(String function) {
    Path all = home.resolve(JVM_OPTIONS);
    Path own = home.resolve("functions").resolve(function).resolve(OWN_JVM_OPTIONS);
    return Files.exists(own) ? List.of(all, own) : List.of(all);
  }

  /** Returns the JVM options as {@code @file} arguments, relative to the project's root. */
  public List<String> jvmArguments(String function) {
    return jvmOptions(function).stream().map(options -> "@" + relativeToHome(options)).toList();
  }

  public Path target(String function) {
    return home.resolve("functions").resolve(function).resolve("target");
  }

  public Path jar(String function) {
    return target(function).resolve(function + ".jar");
  }

  public Path libraries(String function) {
    return target(function).resolve("lib");
  }

  /**
   * The ahead-of-time cache of a build: classes loaded, linked and profiled by a training run.
   *
   * @param digest of the build
   */
  Path cache(String function, String digest) {
    return target(function).resolve("%s-%s.aot".formatted(function, digest));
  }

  /** The function's caches, of any build. */
  List<Path> caches(String function) {
    try (Stream<Path> found = Files.list(target(function))) {
      Pattern name = Pattern.compile(Pattern.quote(function) + "-[0-9a-f]{16}\\.aot");
      return found
          .filter(file -> name.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file that a training run writes before its result is accepted. */
  public Path recordedCache(String function) {
    return target(function).resolve(function + ".recorded.aot");
  }

  /**
   * Checks that the function is built.
   *
   * @throws StartupException if the function's jar is missing
   */
  public void requireBuilt(String function) {
    if (!Files.exists(jar(function))) {
      throw new StartupException(
          "%s is not built: ./run builds it".formatted(relativeToHome(jar(function))));
    }
  }

  /** Returns the path relative to the project's root. */
  public Path relativeToHome(Path file) {
    return home.relativize(file);
  }
}
