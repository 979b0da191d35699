package dev.perennial.local.infra;

import dev.perennial.embedded.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that outlives a restart. One platform holds it at a time, until it is closed or its
 * process ends.
 */
public final class DataDirectory implements AutoCloseable {

  private static final String LOCK = "lock";
  private static final String HOLDER = "holder";

  private final Path root;
  private final FileChannel channel;
  private boolean isNew;

  private DataDirectory(Path root, FileChannel channel, boolean isNew) {
    this.root = root;
    this.channel = channel;
    this.isNew = isNew;
  }

  /**
   * Takes hold of the directory, making it if it is not there.
   *
   * @throws StartupException if another platform holds it, or it cannot be made
   */
  public static DataDirectory lock(Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    try {
      boolean isNew = isEmpty(root);
      Files.createDirectories(root);
      var channel =
          FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new StartupException(
            "the data directory %s is held by another Perennial (pid %s): stop that one or give --data another directory"
                .formatted(root, holderOf(root)));
      }
      Files.writeString(root.resolve(HOLDER), Long.toString(ProcessHandle.current().pid()));
      return new DataDirectory(root, channel, isNew);
    } catch (IOException e) {
      throw new StartupException(
          "the data directory %s cannot be used: %s".formatted(root, e.getMessage()), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String holderOf(Path root) throws IOException {
    Path holder = root.resolve(HOLDER);
    return Files.exists(holder) ? Files.readString(holder).strip() : "unknown";
  }

  /** Whether no platform has left anything here yet. */
  public static boolean isEmpty(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    } catch (IOException notThere) {
      return true;
    }
  }

  /** Whether this directory was made by a platform, so that it may be emptied. */
  public static boolean isDataDirectory(Path directory) {
    return Files.exists(directory.resolve(LOCK));
  }

  /** Whether nothing is in it that a platform before has left. */
  public boolean isNew() {
    return isNew;
  }

  /** Deletes everything but the hold on it. */
  public void clear() {
    isNew = true;
    deleteAll(root, path -> !path.equals(root) && !path.endsWith(LOCK) && !path.endsWith(HOLDER));
  }

  /** Deletes a directory that nobody holds, with all that is in it. */
  public static void delete(Path directory) {
    deleteAll(directory, path -> true);
  }

  private static void deleteAll(Path directory, Predicate<Path> which) {
    try (Stream<Path> entries = Files.walk(directory)) {
      for (Path path : entries.filter(which).sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path root() {
    return root;
  }

  /** A directory of this name inside, made if it is not there. */
  public Path directory(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of this name inside, there or not. */
  public Path file(String name) {
    return root.resolve(name);
  }

  /** Lets go of the directory; its contents stay. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
