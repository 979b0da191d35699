package dev.perennial.local.serving;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Reads the resident set size of a process from the operating system. */
final class ResidentMemory {

  private static final int KILOBYTES = 1024;

  private ResidentMemory() {}

  /** Returns megabytes; empty if the process has ended. */
  static OptionalLong megabytesOf(long pid) {
    try {
      var status = Path.of("/proc", Long.toString(pid), "status");
      long kilobytes = Files.exists(status) ? fromProc(status) : fromPs(pid);
      return OptionalLong.of(kilobytes / KILOBYTES);
    } catch (IOException | NumberFormatException ended) {
      return OptionalLong.empty();
    }
  }

  private static long fromProc(Path status) throws IOException {
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no VmRSS: the process is ending");
  }

  private static long fromPs(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    try (BufferedReader out = ps.inputReader()) {
      return Long.parseLong(out.readAllAsString().strip());
    }
  }
}
