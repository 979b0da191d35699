package dev.perennial.e2e.bench;

import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The figures of one run with their units, as tables and as JSON. */
final class Report {

  private final Map<String, Figure> figures = new LinkedHashMap<>();
  private final Map<Yardstick, Double> yardsticks = new EnumMap<>(Yardstick.class);
  private final Map<Target, Row> rows = new EnumMap<>(Target.class);
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /**
   * Prints the figure at once.
   *
   * @param note what is said beside it
   */
  void add(String name, double value, String unit, String note) {
    var figure = new Figure(value, unit, note);
    figures.put(name, figure);
    out.printf("  %-60s %10.1f %-8s %s%n", name, figure.value(), figure.unit(), figure.note());
  }

  void add(String name, Latencies latencies, String noteOnP95) {
    add(name + ", p50 of " + latencies.count(), latencies.percentile(0.50), "ms", "");
    add(name + ", p95", latencies.percentile(0.95), "ms", noteOnP95);
    add(name + ", p99", latencies.percentile(0.99), "ms", "");
  }

  /** Sets what the rows of this run are compared with. */
  void measured(Yardstick yardstick, double value) {
    yardsticks.put(yardstick, value);
    add("Yardstick: " + yardstick.text(), value, yardstick.unit(), "");
  }

  double yardstick(Yardstick yardstick) {
    return Objects.requireNonNull(yardsticks.get(yardstick));
  }

  /** Adds a row to the last table, compared with its yardstick of this run. */
  void measured(Target target, double value) {
    add(target, value, yardsticks.get(target.yardstick()));
  }

  /**
   * As {@link #measured(Target, double)}.
   *
   * @param yardstick measured alternately with the value
   */
  void measured(Target target, double value, double yardstick) {
    add(target, value, yardstick);
  }

  private void add(Target target, double value, @Nullable Double yardstick) {
    Double ratio = yardstick == null ? null : value / yardstick;
    rows.put(
        target,
        new Row(
            target.text(),
            value,
            target.unit(),
            yardstick,
            target.yardstick().text(),
            ratio,
            target.limit(),
            target.isReached(value, ratio == null ? value : ratio)));
  }

  void heading(String text) {
    out.printf("%n%s%n", text);
  }

  /** Prints the rows that were measured, in the order of the targets. */
  void printRows() {
    out.printf(
        "%n%-48s %10s %-9s %10s %8s  %-16s %-4s%n",
        "row", "measured", "", "yardstick", "ratio", "target", "");
    rows.values()
        .forEach(
            row ->
                out.printf(
                    "%-48s %10.1f %-9s %10s %8s  %-16s %-4s %s%n",
                    row.name(),
                    row.value(),
                    row.unit(),
                    text("%.1f", row.yardstick()),
                    text("%.2f", row.ratio()),
                    row.target(),
                    row.reached() ? "" : "NOT",
                    row.of()));
  }

  private static String text(String format, @Nullable Double value) {
    return value == null ? "" : format.formatted(value);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    var all = Map.of("rows", rows.values(), "figures", figures);
    Files.write(file, EventJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
    out.printf("%nWritten to %s%n", file);
  }

  private record Figure(double value, String unit, String note) {}

  private record Row(
      String name,
      double value,
      String unit,
      @Nullable Double yardstick,
      String of,
      @Nullable Double ratio,
      String target,
      boolean reached) {}
}
