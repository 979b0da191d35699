package dev.perennial.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/** Copies how a process was started. */
final class RunningProcess {

  private RunningProcess() {}

  /** The command, environment and directory of this process. */
  static ServerProcess copy(String name, long pid) {
    var process = Path.of("/proc", Long.toString(pid));
    var environment = new HashMap<String, String>();
    for (var variable : texts(process.resolve("environ"))) {
      var parts = variable.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    try {
      return new ServerProcess(
          name,
          texts(process.resolve("cmdline")),
          environment,
          process.resolve("cwd").toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts of a file in which each ends with a zero. */
  private static List<String> texts(Path file) {
    try {
      return List.of(Files.readString(file).split("\0"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
