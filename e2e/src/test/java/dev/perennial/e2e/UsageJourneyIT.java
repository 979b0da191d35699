package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Budgets, flows and metrics on a system of their own, whose functions sleep after two seconds, and
 * what it counts.
 */
@Order(SharedSystem.LATE)
class UsageJourneyIT {

  private static RunningSystem system;

  @BeforeAll
  static void start() {
    system = RunningSystem.start(Duration.ofSeconds(2));
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void a_person_is_told_of_a_threshold_within_a_minute_although_usage_sleeps() {
    var reachable = ReachablePerson.in(system, "ada");
    var person = reachable.person();
    var spent = new BigDecimal(budget(person, "1000").required("spent").asString());
    // Half of it is half as much again as was spent so far.
    budget(person, spent.multiply(BigDecimal.valueOf(3)).toPlainString());
    Waiting.until("usage sleeps")
        .until(() -> system.function("usage").path("state").asString().equals("stopped"));
    assertThat(reachable.subjects()).noneMatch(subject -> subject.contains("budget"));

    Waiting.until("the threshold is reached", Duration.ofMinutes(5))
        .until(
            () -> {
              person.create("{\"title\":\"Water the plants\"}");
              return reached() == 1;
            });

    Waiting.until("the mail is there", Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(reachable.subjects())
                    .anyMatch(subject -> subject.startsWith("50 % of your budget for ")));
    Waiting.remains(
        "there is one mail",
        () ->
            assertThat(reachable.subjects().stream().filter(it -> it.contains("budget")).count())
                .isEqualTo(1));
  }

  private static JsonNode budget(Person person, String monthly) {
    var response =
        person
            .http()
            .put(
                "/v1/me/budget",
                "{\"monthly\":\"%s\",\"currency\":\"USD\",\"alertAt\":[50]}".formatted(monthly));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return EventJson.MAPPER.readTree(response.body());
  }

  private static long reached() {
    return system.postgres().number("SELECT count(*) FROM usage.budget_alerts");
  }

  @Test
  void what_an_act_caused_is_a_page_and_the_metrics_count_it() {
    var person = system.person("grace");
    var task = person.createDaily("Water the ferns", "2999-03-01");
    person.complete(task);

    Waiting.until("the flow is recorded")
        .untilAsserted(
            () ->
                assertThat(flow(task))
                    .contains("POST /v1/tasks/{id}/complete")
                    .contains("on-completed-recurrence")
                    .contains("audit-sink"));
    assertThat(flow(task)).doesNotContain("<script").contains("<svg");
    assertThat(system.http().get("/local/flow/" + new UUID(1, 2)).statusCode()).isEqualTo(404);
    var metrics = system.http().get("/metrics");
    assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(metrics.body())
        .contains("perennial_database_up 1\n")
        .contains(
            "perennial_invocations_total{function=\"on-completed-recurrence\",trigger=\"event\",outcome=\"done\"}"
                + " ")
        .contains("perennial_function_requests_total{function=\"task-api\"} ")
        .contains("perennial_outbox_age_seconds ")
        .contains("perennial_reminder_lateness_seconds_bucket{le=\"+Inf\"} ")
        .contains("perennial_events_dead_lettered_total 0\n");
  }

  private static String flow(JsonNode task) {
    return system.http().get("/local/flow/" + task.path("id").asString()).body();
  }

  @Test
  void the_platform_counts_as_many_requests_of_each_function_and_hour_as_are_recorded() {
    var person = system.person("user-alan");
    person.complete(person.createDaily("Water the trees", "2999-03-01"));
    person.http().get("/v1/tasks/nothing");

    Waiting.until("both counts agree", Duration.ofMinutes(3))
        .untilAsserted(
            () -> {
              var recorded = recorded();
              assertThat(requests()).isEqualTo(recorded);
              assertThat(recorded.keySet())
                  .anyMatch(key -> key.startsWith("task-api "))
                  .anyMatch(key -> key.startsWith("on-completed-recurrence "));
            });
  }

  /** By function and hour. */
  private static Map<String, Long> requests() {
    var counts = new TreeMap<String, Long>();
    for (JsonNode item :
        EventJson.MAPPER.readTree(system.http().get("/local/requests").body()).required("items")) {
      counts.put(
          item.required("function").asString()
              + " "
              + Instant.parse(item.required("hour").asString()),
          item.required("requests").asLong());
    }
    return counts;
  }

  private static Map<String, Long> recorded() throws SQLException {
    var counts = new TreeMap<String, Long>();
    try (var connection = system.postgres().connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT function, to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"'), count(*)
                FROM usage.invocations GROUP BY 1, 2
                """)) {
      while (rows.next()) {
        counts.put(rows.getString(1) + " " + rows.getString(2), rows.getLong(3));
      }
    }
    return counts;
  }
}
