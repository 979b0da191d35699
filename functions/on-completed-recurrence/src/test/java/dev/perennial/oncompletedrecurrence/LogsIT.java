package dev.perennial.oncompletedrecurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.testkit.ShippedFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of the shipped jar in a process of its own. */
class LogsIT {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir private Path directory;

  @Test
  void are_json_lines_that_name_the_function_the_event_and_the_trace() throws Exception {
    var log = directory.resolve("log");
    try (var function = ShippedFunction.start("on-completed-recurrence", withoutDatabase(), log)) {
      assertThat(function.http().post(event(), "{\"title\":\"secret\"}").statusCode())
          .isEqualTo(503);

      assertThat(lines(log))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(entry("event_id", "e-1"))
                      .contains(entry("event_type", "test"))
                      .contains(entry("trace_id", TRACE))
                      .contains(entry("service.name", "on-completed-recurrence")));
      assertThat(log).content().doesNotContain("secret");
    }
  }

  private static Map<String, String> withoutDatabase() {
    return Map.of(
        "DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/nowhere",
        "DATABASE_PASSWORD", "hush",
        "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
        "KAFKA_SECURITY_PROTOCOL", "PLAINTEXT",
        "BIND_ADDRESS", "127.0.0.1");
  }

  private static List<Map<String, Object>> lines(Path log) throws IOException {
    return Files.readAllLines(log).stream().map(LogsIT::parse).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> parse(String line) {
    return EventJson.read(line.getBytes(StandardCharsets.UTF_8), Map.class);
  }

  private static Map<String, String> event() {
    return Map.of(
        "ce-specversion", "1.0",
        "ce-id", "e-1",
        "ce-source", "/test",
        "ce-type", "test",
        "ce-traceparent", "00-" + TRACE + "-b7ad6b7169203331-01",
        "Content-Type", "application/json");
  }
}
