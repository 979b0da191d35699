package dev.perennial.local.serving;

import dev.perennial.embedded.StartupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the build leaves what a function is started from.
 *
 * @param home the project's root: a cache is good for the class path it was made with only, so
 *     paths are relative to it
 */
public record FunctionFiles(Path home) {

  /** The JVM's options of every function. */
  static final Path JVM_OPTIONS = Path.of("functions/jvm.options");

  private static final String OWN_JVM_OPTIONS = "jvm.options";

  /** The files of JVM options: of every function, and after it this one's own if it has any. */
  List<Path> jvmOptions(String function) {
    Path all = home.resolve(JVM_OPTIONS);
    Path own = home.resolve("functions").resolve(function).resolve(OWN_JVM_OPTIONS);
    return Files.exists(own) ? List.of(all, own) : List.of(all);
  }

  /** As a process started in the project's root is given them. */
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

  /** The ahead-of-time cache: classes loaded, linked and profiled by a training run. */
  public Path cache(String function) {
    return target(function).resolve(function + ".aot");
  }

  /** What the cache was made from. */
  public Path cacheOrigin(String function) {
    return target(function).resolve(function + ".aot.origin");
  }

  /**
   * Finds out before anything is started.
   *
   * @throws StartupException if the function's jar is not there
   */
  public void requireBuilt(String function) {
    if (!Files.exists(jar(function))) {
      throw new StartupException(
          "%s is not built: ./run builds it".formatted(relativeToHome(jar(function))));
    }
  }

  /** As a process started in the project's root names it. */
  public Path relativeToHome(Path file) {
    return home.relativize(file);
  }
}
