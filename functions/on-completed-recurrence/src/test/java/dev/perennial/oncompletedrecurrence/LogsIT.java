package dev.perennial.oncompletedrecurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.testkit.Http;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of the shipped jar, in a process of its own, as production has them. */
class LogsIT {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir private Path directory;

  @Test
  void are_json_lines_that_name_the_function_the_event_and_the_trace() throws Exception {
    var port = freePort();
    var log = directory.resolve("log");
    var process = start(port, log);
    try {
      var http = new Http(URI.create("http://127.0.0.1:" + port));
      await("the function is up")
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> http.send("GET", "/health/ready", Map.of(), "").statusCode() == 200);

      assertThat(http.post(event(), "{\"title\":\"secret\"}").statusCode()).isEqualTo(503);

      assertThat(lines(log))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(entry("event_id", "e-1"))
                      .contains(entry("event_type", "test"))
                      .contains(entry("trace_id", TRACE))
                      .contains(
                          entry(
                              "service",
                              Map.of("name", "on-completed-recurrence", "node", Map.of()))));
      assertThat(log).content().doesNotContain("secret");
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(int port, Path log) throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "target/on-completed-recurrence.jar")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/nowhere",
                "DATABASE_PASSWORD", "hush",
                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "BIND_ADDRESS", "127.0.0.1",
                "PORT", Integer.toString(port)));
    return builder.start();
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

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
