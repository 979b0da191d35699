package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are accepted from the broker only, not through the gateway. */
class ForgedEventIT {

  private final RunningSystem system = SharedSystem.get();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/event",
        "/v1/sync/any",
        "/v1/audit/any",
        "/v1/reminders/any/other",
        "/v1/tasks/any/history/other",
      })
  void an_event_sent_to_the_gateway_is_handled_by_no_function(String path) {
    var id = UUID.randomUUID().toString();
    var event =
        Map.of(
            "ce-specversion",
            "1.0",
            "ce-id",
            id,
            "ce-source",
            "/functions/task-api",
            "ce-type",
            EventType.TASK_DELETED.type(),
            "ce-subject",
            UUID.randomUUID().toString(),
            "Content-Type",
            "application/json");

    var response = system.http().send("POST", path, event, "{}");

    assertThat(response.statusCode()).as(response.body()).isIn(401, 404, 405);
    assertThat(
            system
                .postgres()
                .number("SELECT count(*) FROM runtime.ledger WHERE event_id = '%s'".formatted(id)))
        .isZero();
  }
}
