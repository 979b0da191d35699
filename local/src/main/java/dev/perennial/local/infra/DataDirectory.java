package dev.perennial.local.infra;

import dev.perennial.embedded.OwnerOnlyFile;
import dev.perennial.embedded.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
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
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private final Path root;
  private final FileChannel channel;
  private boolean isNew;

  private DataDirectory(Path root, FileChannel channel, boolean isNew) {
    this.root = root;
    this.channel = channel;
    this.isNew = isNew;
  }

  /**
   * Locks the directory and creates it if it does not exist. Only its owner can access it, also if
   * an earlier version gave others access.
   *
   * @throws StartupException if another platform has locked it, if it has other contents, or if it
   *     cannot be created
   */
  public static DataDirectory lock(Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    try {
      boolean isNew = isEmpty(root);
      if (!isNew && !isDataDirectory(root)) {
        throw new StartupException(
            "%s was not made by Perennial and is not empty: give --data another directory"
                .formatted(root));
      }
      Files.createDirectories(root, PosixFilePermissions.asFileAttribute(DIRECTORY));
      Files.setPosixFilePermissions(root, DIRECTORY);
      var channel =
          FileChannel.open(OwnerOnlyFile.create(root.resolve(LOCK)), StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new StartupException(
            "the data directory %s is in use by another Perennial (pid %s): stop it or choose another directory with --data"
                .formatted(root, ownerOf(root)));
      }
      OwnerOnlyFile.write(root.resolve(OWNER), Long.toString(ProcessHandle.current().pid()));
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

  /**
   * Returns the subdirectory of this name, which is created if missing. Only its owner can access
   * it and what it contains.
   */
  public Path directory(String name) {
    Path directory = root.resolve(name);
    try {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
      try (Stream<Path> entries = Files.walk(directory)) {
        for (Path entry : entries.toList()) {
          closeToOthers(entry);
        }
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the path of the file of this name, which may not exist. If it does, only its owner can
   * access it.
   */
  public Path file(String name) {
    Path file = root.resolve(name);
    try {
      if (Files.exists(file)) {
        closeToOthers(file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void closeToOthers(Path path) throws IOException {
    if (!Files.isSymbolicLink(path)) {
      Files.setPosixFilePermissions(path, Files.isDirectory(path) ? DIRECTORY : FILE);
    }
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
