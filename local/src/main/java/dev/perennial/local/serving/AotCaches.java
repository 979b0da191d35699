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
 * Which functions have an ahead-of-time cache that the JVM will take. It takes one only from the
 * same JVM, options and class path, and refuses any other without a word, so each cache is kept
 * with a note of what it was made from.
 */
public final class AotCaches {

  private final FunctionFiles files;

  public AotCaches(FunctionFiles files) {
    this.files = files;
  }

  /** Why this function starts without a cache; empty if it has a good one. */
  public Optional<String> whyUnusable(String function) {
    if (!Files.exists(files.cache(function))) {
      return Optional.of("no AOT cache");
    }
    Path origin = files.cacheOrigin(function);
    boolean fresh = Files.exists(origin) && read(origin).equals(fingerprint(function));
    return fresh ? Optional.empty() : Optional.of("the AOT cache was made from another build");
  }

  /** The JVM's options that start this function with its cache, if there is a good one. */
  public List<String> optionsToUse(String function) {
    return whyUnusable(function).isPresent()
        ? List.of()
        : List.of("-XX:AOTCache=" + files.relativeToHome(files.cache(function)));
  }

  /** The JVM's options that make a cache from this run when it ends. */
  public List<String> optionsToRecord(String function) {
    return List.of("-XX:AOTCacheOutput=" + files.relativeToHome(files.cache(function)));
  }

  /** Takes a cache that has just been made for a good one. */
  public void markUsable(String function) {
    try {
      Files.writeString(files.cacheOrigin(function), fingerprint(function));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets the cache, good or not. */
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
