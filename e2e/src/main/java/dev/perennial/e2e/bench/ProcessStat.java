package dev.perennial.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the operating system accounts to a process ({@code proc_pid_stat(5)}).
 *
 * @param parent the id of the process that started it
 * @param ownMillis CPU of all of its threads, user and system, in steps of 10 ms
 * @param waitedForMillis CPU of its ended children
 */
record ProcessStat(long parent, long ownMillis, long waitedForMillis) {

  /** {@code sysconf(_SC_CLK_TCK)} is 100 on every Linux. */
  private static final int MILLIS_PER_TICK = 10;

  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  /**
   * @throws UncheckedIOException if the process has ended
   */
  static ProcessStat of(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The second field is the name, in parentheses, and may hold blanks.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return new ProcessStat(
          Long.parseLong(fields[PARENT]),
          millis(fields[USER], fields[SYSTEM]),
          millis(fields[CHILDREN_USER], fields[CHILDREN_SYSTEM]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** CPU of a process and of all children that it has or had, in ms. */
  static long withChildrenMillis(long pid) {
    var own = of(pid);
    return own.ownMillis()
        + own.waitedForMillis()
        + children(pid).stream().mapToLong(ProcessStat::millisIfRunning).sum();
  }

  private static long millisIfRunning(long pid) {
    try {
      return withChildrenMillis(pid);
    } catch (UncheckedIOException ended) {
      return 0;
    }
  }

  /** Resident memory of a process in KB. */
  static long residentKb(long pid) {
    try {
      for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      throw new IllegalStateException("the process %d has ended".formatted(pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Long> children(long pid) {
    var children = new ArrayList<Long>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (var process : processes) {
        var id = Long.parseLong(process.getFileName().toString());
        if (Files.exists(process) && isChild(id, pid)) {
          children.add(id);
        }
      }
      return children;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isChild(long id, long pid) {
    try {
      return of(id).parent() == pid;
    } catch (UncheckedIOException ended) {
      return false;
    }
  }

  private static long millis(String user, String system) {
    return (Long.parseLong(user) + Long.parseLong(system)) * MILLIS_PER_TICK;
  }
}
