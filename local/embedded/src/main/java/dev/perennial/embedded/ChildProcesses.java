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
 * The processes this platform has started, written down so that the next platform can end what a
 * {@code kill -9} left. A process is known by its id and the instant it started: ids are used
 * again.
 */
public final class ChildProcesses {

  private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(10);

  private final Path records;

  public ChildProcesses(Path records) {
    this.records = records;
  }

  /**
   * Starts a process that takes its orders from the platform only: a Ctrl-C in the terminal, which
   * reaches every process of the terminal's foreground group at once, would end them all out of
   * order.
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

  /** Asks the process to end and, when the grace is over, makes it; returns when it is gone. */
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

  /** Writes the process down until it ends. */
  void record(String name, ProcessHandle process) {
    Path record = recordFile(name, process.pid());
    try {
      Files.writeString(record, startTimeOf(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ = process.onExit().thenRun(() -> deleteRecord(record));
  }

  /**
   * Returns when a process that was told to end, and that is no direct child, is gone and struck
   * out.
   */
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
   * Ends the processes a platform that is gone has left, each gently first; returns when none is
   * left.
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
