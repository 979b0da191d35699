package dev.perennial.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What one act caused. */
class FlowIT {

  private final UsageFunction usage = UsageFunction.shared();
  private final String ada = "ada-" + UUID.randomUUID();
  private final String grace = "grace-" + UUID.randomUUID();
  private final String trace = Invoked.hex(2);
  private final UUID event = UUID.randomUUID();
  private final UUID task = UUID.randomUUID();
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MICROS).minusSeconds(60);

  @Test
  void a_flow_is_the_tree_of_what_one_act_caused() {
    Invoked act = act();
    Invoked next =
        caused(act)
            .with("function", "on-completed-recurrence")
            .with("cold_start_us", 700_000)
            .record();
    caused(act).with("attempt", 2).record();
    caused(next).with("event_id", UUID.randomUUID()).record();

    JsonNode flow = usage.json(ada, "/v1/flows/" + trace).at("/flows/0");

    assertThat(flow.required("invocations").asInt()).isEqualTo(4);
    JsonNode root = flow.at("/steps/0");
    assertThat(root.required("name").asString()).isEqualTo("POST /v1/tasks");
    assertThat(root.required("waitedMicros").asLong()).isZero();
    assertThat(root.required("steps")).hasSize(2);
    JsonNode recurrence =
        root.required("steps")
            .valueStream()
            .filter(step -> step.required("function").asString().equals("on-completed-recurrence"))
            .findFirst()
            .orElseThrow();
    assertThat(recurrence.required("waitedMicros").asLong()).isEqualTo(30_000);
    assertThat(recurrence.required("coldStartMicros").asLong()).isEqualTo(700_000);
    assertThat(recurrence.required("steps")).hasSize(1);
    assertThat(flow.required("durationMicros").asLong()).isEqualTo(52_000);
    assertThat(flow.required("cost").asString()).isGreaterThan(root.required("cost").asString());
  }

  @Test
  void a_flow_is_found_by_its_trace_its_event_and_its_task() {
    caused(act()).record();

    for (Object id : List.of(trace, event, task)) {
      assertThat(usage.json(ada, "/v1/flows/" + id).at("/flows/0/traceId").asString())
          .isEqualTo(trace);
    }
  }

  @Test
  void people_see_the_steps_that_are_theirs_or_that_they_caused() {
    Invoked act = act();
    caused(act).with("owner", grace).with("actor", grace).record();
    caused(act).with("owner", grace).record();

    assertThat(invocations(ada)).isEqualTo(2);
    assertThat(invocations(grace)).isEqualTo(2);
    assertThat(invocations("root")).isEqualTo(3);
    assertThat(usage.get("mallory", "/v1/flows/" + trace).statusCode()).isEqualTo(404);
  }

  @Test
  void what_others_do_with_the_id_of_a_task_hides_no_flow_of_its_owner() {
    act();
    for (int i = 0; i < 25; i++) {
      Invoked.by("mallory", start.plusSeconds(1)).with("subject", task).record();
    }

    assertThat(usage.json(ada, "/v1/flows/" + task).required("flows").valueStream())
        .extracting(flow -> flow.required("traceId").asString())
        .containsExactly(trace);
  }

  @Test
  void what_others_add_to_a_trace_hides_no_step_of_its_owner() {
    Invoked.by("mallory", start.minusSeconds(1)).with("trace_id", trace).recordAsChain(1001);
    act();

    assertThat(invocations(ada)).isEqualTo(1);
    assertThat(invocations("mallory")).isEqualTo(1000);
  }

  @Test
  void another_persons_flow_is_not_found_by_its_trace_its_event_or_its_task() {
    caused(act()).record();

    for (Object id : List.of(trace, event, task)) {
      assertThat(usage.get("mallory", "/v1/flows/" + id).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void a_chain_of_a_thousand_steps_is_cut_into_pieces() {
    Invoked.by(ada, start).with("trace_id", trace).recordAsChain(1000);

    assertThat(invocations(ada)).isEqualTo(1000);
  }

  @Test
  void a_trace_in_which_each_step_claims_the_other_as_its_cause_ends() {
    Invoked first = Invoked.by(ada, start).with("trace_id", trace);
    Invoked second =
        Invoked.by(ada, start)
            .with("trace_id", trace)
            .with("parent_span_id", first.text("span_id"));
    first.with("parent_span_id", second.text("span_id")).record();
    second.record();

    assertThat(usage.json(ada, "/v1/flows/" + trace).at("/flows/0/steps")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "00000000000000000000000000000000",
        "0198f3c0-11d2-7b8f-8a35-0c9e7d6f5b21"
      })
  void an_id_without_a_flow_is_not_found(String id) {
    assertThat(usage.get(ada, "/v1/flows/" + id).statusCode()).isEqualTo(404);
  }

  private Invoked act() {
    return Invoked.by(ada, start).with("trace_id", trace).with("subject", task).record();
  }

  /** An event that was emitted after 20 ms and delivered after 50 ms. */
  private Invoked caused(Invoked cause) {
    return Invoked.by(ada, start.plusMillis(50))
        .ofEvent(event)
        .with("event_time", start.plusMillis(20))
        .with("trace_id", trace)
        .with("parent_span_id", cause.text("span_id"));
  }

  private int invocations(String user) {
    return usage.json(user, "/v1/flows/" + trace).at("/flows/0/invocations").asInt();
  }
}
