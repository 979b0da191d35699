package dev.perennial.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The processes started by this JVM, recorded in files so that the next one can stop the orphans
 * that a {@code kill -9} leaves. A process is identified by its id and its start time, since ids
 * are reused.
 */
public final class ChildProcesses {

  private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(10);

  private final Path records;

  public ChildProcesses(Path records) {
    this.records = records;
  }

  /**
   * Starts a process that ignores SIGINT and SIGHUP. A Ctrl-C in the terminal reaches every process
   * of the foreground group, and would stop the children in no order.
   */
  public Process start(String name, ProcessBuilder builder) {
    var command = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", name));
    command.addAll(builder.command());
    try {
      Process process = builder.command(command).start();
      record(name, process.toHandle());
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGTERM, and SIGKILL after the grace period. Returns when the process has ended. */
  public static void stop(Process process, Duration grace) {
    process.destroy();
    try {
      if (!process.waitFor(grace)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Records the process until it ends. */
  void record(String name, ProcessHandle process) {
    Path record = OwnerOnlyFile.write(recordFile(name, process.pid()), startTimeOf(process));
    var _ = process.onExit().thenRun(() -> deleteRecord(record));
  }

  /** Waits until a process that is no direct child has ended, and deletes its record. */
  void awaitExit(String name, long pid) {
    ProcessHandle.of(pid).ifPresent(ChildProcesses::awaitExit);
    deleteRecord(recordFile(name, pid));
  }

  private Path recordFile(String name, long pid) {
    return records.resolve(name + "." + pid);
  }

  private static void deleteRecord(Path record) {
    try {
      Files.deleteIfExists(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stops the recorded processes of an earlier JVM: SIGTERM first, SIGKILL after 10 seconds.
   * Returns when all have ended.
   */
  public void stopOrphans() {
    try (Stream<Path> listed = Files.list(records)) {
      List<Path> files = listed.toList();
      files.forEach(record -> running(record).ifPresent(ProcessHandle::destroy));
      for (Path record : files) {
        running(record).ifPresent(ChildProcesses::awaitExit);
        deleteRecord(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ProcessHandle> running(Path record) {
    try {
      String name = record.getFileName().toString();
      String started = Files.readString(record).strip();
      return ProcessHandle.of(Long.parseLong(name.substring(name.lastIndexOf('.') + 1)))
          .filter(process -> startTimeOf(process).equals(started));
    } catch (NoSuchFileException endedJustNow) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitExit(ProcessHandle process) {
    try {
      process.onExit().get(EXIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException tooSlow) {
      process.destroyForcibly();
      process.onExit().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String startTimeOf(ProcessHandle process) {
    return process.info().startInstant().map(Object::toString).orElse("unknown");
  }
}
