package dev.perennial.local.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The ahead-of-time caches of the functions. The name of each contains the {@link BuildDigest} of
 * what it was recorded from, and a function is never started with a cache of another build: JDK
 * 25.0.3 accepts one and runs its old classes (JDK-8377932), and it silently ignores a cache of
 * another JVM, other options or another class path.
 */
public final class AotCaches {

  private final FunctionFiles files;
  private final Consumer<String> notices;
  private final BuildDigest digest;
  private final Map<String, String> noticed = new ConcurrentHashMap<>();
  private final Map<String, String> recording = new ConcurrentHashMap<>();

  /**
   * @param notices receives one line when a function starts without a cache, and another one only
   *     when the reason has changed
   */
  public AotCaches(FunctionFiles files, Consumer<String> notices) {
    this.files = files;
    this.notices = notices;
    this.digest = new BuildDigest(files);
  }

  /** Returns why the function starts without a cache; empty if there is one of its build. */
  public Optional<String> whyUnusable(String function) {
    if (Files.exists(current(function))) {
      return Optional.empty();
    }
    return Optional.of(
        files.caches(function).isEmpty()
            ? "no AOT cache"
            : "its AOT cache is of other jars, JVM options or another JDK");
  }

  /** Returns the JVM options that use the cache of the function's build; none if it has none. */
  public List<String> optionsToUse(String function) {
    Optional<String> problem = whyUnusable(function);
    if (problem.isEmpty()) {
      noticed.remove(function);
      return List.of("-XX:AOTCache=" + files.relativeToHome(current(function)));
    }
    if (!problem.get().equals(noticed.put(function, problem.get()))) {
      notices.accept("  %s: %s, starts without one".formatted(function, problem.get()));
    }
    return List.of();
  }

  /** Returns the JVM options that record a cache and write it at exit. */
  public List<String> optionsToRecord(String function) {
    recording.put(function, digest.of(function));
    return List.of("-XX:AOTCacheOutput=" + files.relativeToHome(files.recordedCache(function)));
  }

  /**
   * Replaces the function's caches by the recorded one.
   *
   * @return the cache; empty, and no cache is changed, if the build has changed since the recording
   *     began
   */
  public Optional<Path> keepRecorded(String function) {
    Path cache = current(function);
    if (!cache.equals(files.cache(function, recording.getOrDefault(function, "")))) {
      discardRecorded(function);
      return Optional.empty();
    }
    try {
      Files.move(files.recordedCache(function), cache, StandardCopyOption.ATOMIC_MOVE);
      for (Path other : files.caches(function)) {
        if (!other.equals(cache)) {
          Files.delete(other);
        }
      }
      return Optional.of(cache);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what was recorded and is not kept. */
  public void discardRecorded(String function) {
    try {
      Files.deleteIfExists(files.recordedCache(function));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path current(String function) {
    return files.cache(function, digest.of(function));
  }
}
