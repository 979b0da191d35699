package dev.perennial.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** The records of invocations in {@code usage.invocations}, as the database has them. */
public final class InvocationRows {

  private InvocationRows() {}

  /** A record by the names of its columns. */
  public record Row(JsonNode columns) {

    public String text(String column) {
      return columns.required(column).asString();
    }

    public long number(String column) {
      return columns.required(column).longValue();
    }

    public boolean isNull(String column) {
      return columns.required(column).isNull();
    }
  }

  /** Those that are written, in the order of their instances and numbers. */
  public static List<Row> where(String condition) {
    return TestPostgres.shared()
        .column(
            "SELECT to_jsonb(i) FROM usage.invocations i WHERE %s ORDER BY instance, number"
                .formatted(condition))
        .stream()
        .map(json -> new Row(EventJson.MAPPER.readTree(json)))
        .toList();
  }

  /** The only one; waits until it is written. */
  public static Row awaitOne(String condition) {
    return await(condition, 1).getFirst();
  }

  /** As {@link #where}; waits until so many are written. */
  public static List<Row> await(String condition, int number) {
    Awaitility.await("the batch is written").until(() -> where(condition).size() >= number);
    var rows = where(condition);
    assertThat(rows).hasSize(number);
    return rows;
  }
}
