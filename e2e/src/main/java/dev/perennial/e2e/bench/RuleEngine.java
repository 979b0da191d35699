package dev.perennial.e2e.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Measures the recurrence engine alone, with the JVM options of the functions. It runs in a process
 * of its own, because this module does not depend on the domain.
 */
final class RuleEngine {

  private static final String CLASS_PATH =
      String.join(
          File.pathSeparator,
          "functions/shared/tasks/target/test-classes",
          "events/target/test-classes",
          "functions/task-api/target/lib/*");

  private RuleEngine() {}

  static void measure(Report report) throws IOException, InterruptedException {
    report.heading("Rules, by themselves");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                CLASS_PATH,
                "dev.perennial.tasks.RuleSpeed")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the rules could not be measured");
    }
    printed.lines().map(line -> line.split("\t", -1)).forEach(figure -> add(report, figure));
  }

  private static void add(Report report, String[] figure) {
    report.add(figure[0], Double.parseDouble(figure[1]), figure[2], figure[3]);
  }
}
