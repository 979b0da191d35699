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
 * The directory of everything that survives a restart. One platform locks it at a time, until it is
 * closed or its process ends.
 */
public final class DataDirectory implements AutoCloseable {

  private static final String LOCK = "lock";
  private static final String OWNER = "owner";

  private final Path root;
  private final FileChannel channel;
  private boolean isNew;

  private DataDirectory(Path root, FileChannel channel, boolean isNew) {
    this.root = root;
    this.channel = channel;
    this.isNew = isNew;
  }

  /**
   * Locks the directory and creates it if it does not exist.
   *
   * @throws StartupException if another platform has locked it, or it cannot be created
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
            "the data directory %s is in use by another Perennial (pid %s): stop it or choose another directory with --data"
                .formatted(root, ownerOf(root)));
      }
      Files.writeString(root.resolve(OWNER), Long.toString(ProcessHandle.current().pid()));
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

  private static String ownerOf(Path root) throws IOException {
    Path owner = root.resolve(OWNER);
    return Files.exists(owner) ? Files.readString(owner).strip() : "unknown";
  }

  /** Whether the directory is missing or empty. */
  public static boolean isEmpty(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    } catch (IOException notThere) {
      return true;
    }
  }

  /** Whether a platform created this directory, so that it may be cleared. */
  public static boolean isDataDirectory(Path directory) {
    return Files.exists(directory.resolve(LOCK));
  }

  /** Whether it has no data of an earlier platform. */
  public boolean isNew() {
    return isNew;
  }

  /** Deletes everything except the lock. */
  public void clear() {
    isNew = true;
    deleteAll(root, path -> !path.equals(root) && !path.endsWith(LOCK) && !path.endsWith(OWNER));
  }

  /** Deletes a directory that is not locked, with its contents. */
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

  /** Returns the subdirectory of this name, which is created if missing. */
  public Path directory(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the path of the file of this name, which may not exist. */
  public Path file(String name) {
    return root.resolve(name);
  }

  /** Releases the lock. The contents stay. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
