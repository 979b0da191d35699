package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An event that can never be handled is dead-lettered with its reason; others are handled. */
class PoisonIT {

  private static final String FUNCTION = "on-completed-recurrence";

  private final RunningSystem system = SharedSystem.get();
  private final Person ada = system.person("ada");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bad JSON     | {\"task\":",
        "wrong schema | {\"task\":{\"id\":42}}",
        "no task      | {}",
      })
  void a_poison_event_is_dead_lettered_with_its_reason_and_the_next_one_passes(
      String kind, String data) {
    assertDeadLettered(completed(data));
  }

  @Test
  void an_event_of_an_unknown_task_is_dead_lettered() {
    var real = ada.createDaily("Model for a stranger", "2027-07-01");
    var id = real.path("id").asString();
    ada.complete(real);
    Waiting.until("the event to forge is there")
        .until(() -> SharedSystem.taskEvents().typesAbout(id).contains("task.completed"));
    var event =
        SharedSystem.taskEvents().about(id).stream()
            .filter(each -> Topic.shortType(each).equals("task.completed"))
            .findFirst()
            .orElseThrow();
    var stranger = UUID.randomUUID().toString();
    var data = new String(event.getData().toBytes(), StandardCharsets.UTF_8).replace(id, stranger);

    assertDeadLettered(
        CloudEventBuilder.from(event)
            .withId(UUID.randomUUID().toString())
            .withSubject(stranger)
            .withData(data.getBytes(StandardCharsets.UTF_8))
            .build());
  }

  private void assertDeadLettered(CloudEvent poison) {
    SharedSystem.taskEvents().publish(poison, 1);
    var next =
        ada.complete(ada.createDaily("Passes", "2027-07-01")).path("next").path("id").asString();

    Waiting.until("the healthy event passes").until(() -> ada.get(next).statusCode() == 200);
    Waiting.until("the poison event is dead-lettered")
        .untilAsserted(
            () -> {
              var letters =
                  SharedSystem.deadLetters().events().stream()
                      .filter(letter -> letter.getId().equals(poison.getId()))
                      .filter(PoisonIT::isOfRecurrenceFunction)
                      .toList();
              assertThat(letters).hasSize(1);
              assertThat(String.valueOf(letters.getFirst().getExtension("knativeerrorcode")))
                  .isEqualTo("422");
              assertThat(letters.getFirst().getExtension("reason")).asString().isNotBlank();
            });
    var parked =
        """
        SELECT count(*) FROM runtime.ledger
        WHERE event_id = '%s' AND consumer = '%s' AND state = 'PARKED' AND reason IS NOT NULL
        """
            .formatted(poison.getId(), FUNCTION);
    assertThat(system.postgres().number(parked)).isEqualTo(1);
  }

  /** Other subscribers of the event have dead letters of their own. */
  private static boolean isOfRecurrenceFunction(CloudEvent letter) {
    return String.valueOf(letter.getExtension("knativeerrordest")).contains(FUNCTION);
  }

  private static CloudEvent completed(String data) {
    return CloudEventBuilder.v1()
        .withId(UUID.randomUUID().toString())
        .withSource(URI.create("/functions/task-api"))
        .withType(EventType.TASK_COMPLETED.type())
        .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
