package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Anybody inside the cluster could send the event of an erasure. */
class ForgedErasureIT {

  private final Console console = Console.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void a_forged_erasure_is_parked_and_empties_no_letter() {
    console.record(Letter.of("on-completed-recurrence", ada));

    var response =
        console.deliver(
            Letter.event(ada)
                .with("type", "dev.perennial.profile.deleted.v1")
                .with("time", Instant.now().toString()));

    assertThat(response.statusCode()).isEqualTo(422);
    var letter = console.letterOf(ada);
    assertThat(letter.required("state").asString()).isEqualTo("open");
    assertThat(
            console
                .json("/v1/dead-letters/" + letter.required("id").asString())
                .at("/event/data/task/title")
                .asString())
        .isEqualTo("Moss");
  }
}
