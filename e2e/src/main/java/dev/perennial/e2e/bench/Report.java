package dev.perennial.e2e.bench;

import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of one run with their units, as a table and as JSON. */
final class Report {

  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /**
   * Prints the figure at once.
   *
   * @param bound the target, or what it is compared with
   */
  void add(String name, double value, String unit, String bound) {
    var figure = new Figure(value, unit, bound);
    figures.put(name, figure);
    out.printf("  %-52s %10.1f %-8s %s%n", name, figure.value(), figure.unit(), figure.bound());
  }

  void add(String name, Latencies latencies, String boundOfP95) {
    add(name + ", p50 of " + latencies.count(), latencies.percentile(0.50), "ms", "");
    add(name + ", p95", latencies.percentile(0.95), "ms", boundOfP95);
    add(name + ", p99", latencies.percentile(0.99), "ms", "");
  }

  void heading(String text) {
    out.printf("%n%s%n", text);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, EventJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(figures));
    out.printf("%nWritten to %s%n", file);
  }

  private record Figure(double value, String unit, String bound) {}
}
