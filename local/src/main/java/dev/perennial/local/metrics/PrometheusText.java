package dev.perennial.local.metrics;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Metrics in the text format of Prometheus, version 0.0.4. */
final class PrometheusText {

  /** The {@code Content-Type} of the format. */
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  /** The kind of a metric. */
  enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Begins a metric; its samples follow. */
  PrometheusText metric(String name, Kind kind, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(kind.text()).append('\n');
    return this;
  }

  /** Adds a sample. A whole number is written without a fraction. */
  PrometheusText sample(String name, Map<String, String> labels, double value) {
    String of =
        labels.isEmpty()
            ? ""
            : labels.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
                .collect(Collectors.joining(",", "{", "}"));
    text.append(name).append(of).append(' ').append(number(value)).append('\n');
    return this;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
