package dev.perennial.local.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FlowPageTest {

  private static final String FLOW =
      """
      {"book": "own-cluster", "currency": "USD", "flows": [{
        "traceId": "1f591893d0a9461f83491d5825303616", "startedAt": "2026-11-20T09:00:00Z",
        "durationMicros": 100000, "invocations": 2, "cost": "0.000000443057", "steps": [
          {"function": "task-api", "name": "POST /v1/tasks/{id}/complete", "startedAt": "2026-11-20T09:00:00Z",
           "waitedMicros": 0, "coldStartMicros": 0, "wallMicros": 20000, "attempt": 1, "outcome": "done",
           "eventsOut": 1, "cost": "0.000000146412", "steps": [
            {"function": "on-completed-recurrence", "name": "<script>alert('x')</script>",
             "startedAt": "2026-11-20T09:00:00.05Z", "waitedMicros": 30000, "coldStartMicros": 612000,
             "wallMicros": 50000, "attempt": 2, "outcome": "failed", "eventsOut": 0, "cost": "0.000000296645",
             "steps": []}]}]}]}
      """;

  private final String page = FlowPage.of(new JsonMapper().readTree(FLOW));

  @Test
  void each_step_has_its_times_its_attempts_its_outcome_and_its_cost() {
    assertThat(page)
        .contains("Trace 1f591893d0a9461f83491d5825303616")
        .contains("2 invocations, 100.0 ms, 0.000000443057 USD")
        .contains("task-api<small>POST /v1/tasks/{id}/complete</small>")
        .contains(
            "<td class=\"n\">30.0 ms</td><td class=\"n\">612.0 ms</td><td class=\"n\">50.0 ms</td>"
                + "<td class=\"n\">2</td><td class=\"outcome\">failed</td><td class=\"n\">0</td>"
                + "<td class=\"n\">0.000000296645 USD</td>");
  }

  @Test
  void a_step_is_below_its_cause_and_at_its_place_in_time() {
    assertThat(page)
        .contains("style=\"--depth: 0\">task-api")
        .contains("style=\"--depth: 1\">on-completed-recurrence")
        .contains("aria-label=\"from 50.0 ms to 100.0 ms\"")
        .contains("<rect class=\"waited\" x=\"200.0\" y=\"3\" width=\"300.0\"")
        .contains("<rect class=\"took\" x=\"500.0\" y=\"1\" width=\"500.0\"");
  }

  @Test
  void texts_are_escaped_and_there_is_no_script() {
    assertThat(page)
        .doesNotContain("<script")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
  }

  @Test
  void a_step_that_failed_is_marked() {
    assertThat(page).containsOnlyOnce("<tr class=\"bad\">");
  }
}
