package dev.perennial.e2e.bench;

import dev.perennial.events.EventJson;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Two runs beside each other. */
record Comparison(JsonNode before, JsonNode after) {

  /** Reads two files that {@link Report#write} wrote. */
  static Comparison of(Path before, Path after) {
    return new Comparison(
        EventJson.MAPPER.readTree(before.toFile()), EventJson.MAPPER.readTree(after.toFile()));
  }

  /**
   * Prints each figure of both runs with the ratio of the second to the first. For the rows, the
   * ratio of their multiples of the yardstick is printed as well, which differs less from one
   * machine to another.
   */
  void print(PrintStream out) {
    out.printf("%-60s %10s %10s %7s %11s%n", "", "before", "after", "ratio", "by yardstick");
    for (var row : before.path("rows")) {
      var other = row(row.path("name").asString());
      if (other != null) {
        print(out, row.path("name").asString(), row, other, byYardstick(row, other));
      }
    }
    for (var figure : before.path("figures").properties()) {
      var other = after.path("figures").path(figure.getKey());
      if (!other.isMissingNode()) {
        print(out, figure.getKey(), figure.getValue(), other, "");
      }
    }
  }

  private @Nullable JsonNode row(String name) {
    for (var row : after.path("rows")) {
      if (row.path("name").asString().equals(name)) {
        return row;
      }
    }
    return null;
  }

  private static String byYardstick(JsonNode before, JsonNode after) {
    return before.path("ratio").isNumber() && after.path("ratio").isNumber()
        ? "%11.2f".formatted(after.path("ratio").asDouble() / before.path("ratio").asDouble())
        : "";
  }

  private static void print(
      PrintStream out, String name, JsonNode before, JsonNode after, String byYardstick) {
    var first = before.path("value").asDouble();
    var second = after.path("value").asDouble();
    out.printf("%-60s %10.1f %10.1f %7.2f %s%n", name, first, second, second / first, byYardstick);
  }
}
