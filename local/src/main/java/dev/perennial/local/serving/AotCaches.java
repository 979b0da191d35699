package dev.perennial.local.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the ahead-of-time caches that the JVM will accept. It silently ignores a cache of another
 * JVM, other options or another class path, so each cache is stored with a description of what it
 * was created from.
 */
public final class AotCaches {

  private final FunctionFiles files;

  public AotCaches(FunctionFiles files) {
    this.files = files;
  }

  /** Returns why the function starts without a cache; empty if its cache is usable. */
  public Optional<String> whyUnusable(String function) {
    if (!Files.exists(files.cache(function))) {
      return Optional.of("no AOT cache");
    }
    Path origin = files.cacheOrigin(function);
    boolean fresh = Files.exists(origin) && read(origin).equals(fingerprint(function));
    return fresh ? Optional.empty() : Optional.of("the AOT cache was made from another build");
  }

  /** Returns the JVM options that use the function's cache; none if there is no usable one. */
  public List<String> optionsToUse(String function) {
    return whyUnusable(function).isPresent()
        ? List.of()
        : List.of("-XX:AOTCache=" + files.relativeToHome(files.cache(function)));
  }

  /** Returns the JVM options that record a cache and write it at exit. */
  public List<String> optionsToRecord(String function) {
    return List.of("-XX:AOTCacheOutput=" + files.relativeToHome(files.cache(function)));
  }

  /** Records that the cache was created from the current build. */
  public void markUsable(String function) {
    try {
      Files.writeString(files.cacheOrigin(function), fingerprint(function));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the cache if there is one. */
  public void delete(String function) {
    try {
      Files.deleteIfExists(files.cache(function));
      Files.deleteIfExists(files.cacheOrigin(function));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String fingerprint(String function) {
    try (Stream<Path> libraries = Files.list(files.libraries(function))) {
      Stream<String> jars =
          Stream.concat(Stream.of(files.jar(function)), libraries.sorted())
              .map(AotCaches::identity);
      Stream<String> options = files.jvmOptions(function).stream().map(AotCaches::read);
      return Stream.concat(
              Stream.of(System.getProperty("java.vm.version")), Stream.concat(options, jars))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String identity(Path jar) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
      return "%s %d %s"
          .formatted(jar.getFileName(), attributes.size(), attributes.lastModifiedTime());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
