package dev.perennial.local.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code ./run replay} against a server that answers as operations does. */
class ReplayCommandTest {

  private static final String COUNTS =
      """
      [{"type": "task.created", "answer": "missing", "events": 2},
       {"type": "task.created", "answer": "completed", "events": 40}]\
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<JsonNode> posted = new ArrayList<>();
  private final List<String> requested = new ArrayList<>();
  private final Deque<String> responses = new ArrayDeque<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/v1/",
        exchange -> {
          requested.add(exchange.getRequestURI().toString());
          if (exchange.getRequestHeaders().containsKey("Content-Type")) {
            posted.add(OperationsClient.JSON.readTree(exchange.getRequestBody()));
          }
          byte[] body = responses.pop().getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (var response = exchange.getResponseBody()) {
            response.write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void it_shows_a_dry_run_and_sends_after_a_yes() throws Exception {
    responses.add(replay(true, "running", 2));
    responses.add(replay(true, "finished", 2));
    responses.add(replay(false, "finished", 2));

    assertThat(run("y\n")).isZero();

    assertThat(out.toString(UTF_8))
        .contains("2 to be sent (finished)")
        .contains("2       task.created  is sent: the ledger does not have it")
        .contains("40      task.created  not sent: it has taken effect")
        .contains("Send 2 events again to task-insights? [y/N]")
        .contains("[##############################] 42 of 42 read, 2 sent (finished)");
    assertThat(posted).hasSize(2);
    assertThat(posted.getFirst().required("dryRun").asBoolean()).isTrue();
    assertThat(posted.getLast().required("dryRun").asBoolean()).isFalse();
    assertThat(posted.getLast().required("to").asString()).isEqualTo("2026-03-01T09:00:00Z");
    assertThat(posted.getLast().required("types")).hasSize(2);
  }

  @Test
  void it_sends_nothing_without_a_yes_in_a_dry_run_or_if_nothing_is_missing() throws Exception {
    for (var answer : List.of("n\n", "")) {
      responses.add(replay(true, "finished", 2));
      assertThat(run(answer)).isZero();
    }
    responses.add(replay(true, "finished", 2));
    assertThat(run("y\n", "--dry-run")).isZero();
    responses.add(replay(true, "finished", 0));
    assertThat(run("y\n")).isZero();

    assertThat(posted).allMatch(body -> body.required("dryRun").asBoolean());
  }

  @Test
  void it_prints_json_only_if_asked_to() throws Exception {
    responses.add(replay(true, "finished", 2));
    responses.add(replay(false, "finished", 2));

    assertThat(run("", "--json", "--yes")).isZero();

    JsonNode printed = OperationsClient.JSON.readTree(out.toString(UTF_8));
    assertThat(printed.required("sent").asInt()).isEqualTo(2);
  }

  @Test
  void a_replay_that_somebody_cancelled_is_a_failure() throws Exception {
    responses.add(replay(true, "finished", 2));
    responses.add(replay(false, "cancelled", 1));

    assertThat(run("y\n")).isEqualTo(1);
  }

  @Test
  void a_command_that_is_not_complete_is_refused_before_any_request() throws Exception {
    assertThat(execute("", "replay", "--function", "usage")).isEqualTo(2);
    assertThat(run("", "--state", "open")).isEqualTo(2);
    assertThat(run("", "word")).isEqualTo(2);
    assertThat(posted).isEmpty();
  }

  @Test
  void a_rebuild_goes_page_by_page() throws Exception {
    responses.add("{\"people\": 100, \"changed\": 1, \"next\": \"gr ce\"}");
    responses.add("{\"people\": 17, \"changed\": 0, \"next\": null}");

    assertThat(
            execute("y\n", "replay", "--function", "task-insights", "--mode", "rebuild", "--json"))
        .isZero();

    assertThat(requested)
        .containsExactly("/v1/insights/rebuild", "/v1/insights/rebuild?after=gr+ce");
    assertThat(out.toString(UTF_8)).contains("\"people\" : 117").contains("\"changed\" : 1");
    assertThat(execute("", "replay", "--function", "usage", "--mode", "rebuild")).isEqualTo(2);
  }

  private static String replay(boolean dryRun, String state, int toSend) {
    return """
    {"id": "0198f7e4-1b20-7c4d-9a35-6e8f0b2d4c61", "function": "task-insights", "mode": "missing",
     "dryRun": %s, "state": "%s", "to": "2026-03-01T09:00:00Z", "records": 42, "read": 42,
     "remainingSeconds": null, "toSend": %d, "sent": %d, "counts": %s}\
    """
        .formatted(dryRun, state, toSend, dryRun ? 0 : toSend, COUNTS);
  }

  private int run(String input, String... more) throws Exception {
    var words =
        new ArrayList<>(
            List.of(
                "replay",
                "--function",
                "task-insights",
                "--from",
                "2026-03-01T08:00:00Z",
                "--type",
                "task.created,task.updated"));
    words.addAll(List.of(more));
    return execute(input, words.toArray(String[]::new));
  }

  private int execute(String input, String... words) throws Exception {
    out.reset();
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort()));
    return Main.run(
        all,
        Map.of("PERENNIAL_TOKEN", "token"),
        new PrintStream(out, true, UTF_8),
        new BufferedReader(new StringReader(input)));
  }
}
