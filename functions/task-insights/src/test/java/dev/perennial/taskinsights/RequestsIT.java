package dev.perennial.taskinsights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose figures are read, of which period, and in which form. */
class RequestsIT {

  private static final Instant MORNING = Instant.parse("2026-12-01T08:00:00Z");

  private static Server server;

  private final String ada = "ada-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server = Server.start();
    server.now().set(Instant.parse("2026-12-05T12:00:00Z"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_user_reads_their_own_figures_and_an_admin_those_of_anybody() {
    server.deliver(new TestTask(ada, MORNING).created().completed("2026-12-01T10:00:00Z").events);
    var path = "/v1/insights?owner=" + ada;

    assertThat(server.get("grace", path).statusCode()).isEqualTo(403);
    assertThat(server.get(ada, path).statusCode()).isEqualTo(200);
    var response = server.ask("GET", path, server.admin());
    assertThat(EventJson.MAPPER.readTree(response.body()).at("/total/completed").intValue())
        .isEqualTo(1);
    assertThat(server.insights("grace-" + ada, "").at("/total/completed").intValue()).isZero();
  }

  @Test
  void the_example_of_the_readme_is_a_real_response() throws IOException {
    server.deliver(
        new TestTask(ada, Instant.parse("2026-12-05T09:00:00Z"))
            .due("2026-12-05")
            .created()
            .completed("2026-12-05T09:01:00Z")
            .events);

    var body = server.get(ada, "/v1/insights").body();

    var shown =
        Files.readAllLines(Path.of("../../README.md")).stream()
            .filter(line -> line.matches("# \\.\\.\\. \"(total|goals)\":.* \\.\\.\\."))
            .map(line -> line.substring("# ... ".length(), line.length() - " ...".length()))
            .toList();
    assertThat(shown).hasSize(2).allSatisfy(part -> assertThat(body).contains(part));
  }

  @Test
  void the_default_period_is_the_last_thirty_days() {
    var insights = server.insights(ada, "");

    assertThat(insights.at("/from").stringValue()).isEqualTo("2026-11-06");
    assertThat(insights.at("/to").stringValue()).isEqualTo("2026-12-05");
    assertThat(insights.at("/group").stringValue()).isEqualTo("day");
    assertThat(insights.at("/items")).isEmpty();
    assertThat(insights.at("/total/due/rate").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from=yesterday | /from",
        "to=2026-02-30 | /to",
        "from=2026-12-02&to=2026-12-01 | /from",
        "from=2016-01-01&to=2026-12-01 | /from",
        "group=year | /group",
        "zone=Berlin | /zone",
        "unit=day | /unit"
      })
  void a_wrong_parameter_gets_400_that_names_it(String query, String pointer) {
    var response = server.get(ada, "/v1/insights?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(EventJson.MAPPER.readTree(response.body()).at("/errors/0/pointer").stringValue())
        .isEqualTo(pointer);
  }

  @Test
  void the_groups_can_be_read_as_csv_and_no_tag_becomes_a_formula() {
    server.deliver(
        new TestTask(ada, MORNING)
            .due("2026-12-01")
            .tagged("=1+1", "a,b")
            .created()
            .completed("2026-12-01T10:00:00Z")
            .events);
    var headers = new HashMap<>(server.as(ada));
    headers.put("Accept", "text/csv");

    var response = server.ask("GET", "/v1/insights?group=tag", headers);

    assertThat(response.body())
        .isEqualTo(
            """
            tag,created,completed,dueCompleted,dueMissed,completionRate,onTime,late,lateSecondsP50,lateSecondsP90,secondsToCompleteP50,secondsToCompleteP90
            '=1+1,1,1,1,0,1.000,1,0,,,7200,7200
            "a,b",1,1,1,0,1.000,1,0,,,7200,7200
            """
                .replace("\n", "\r\n"));
  }
}
