package dev.perennial.local.eventing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.local.eventing.DeliveryResult.Failed;
import io.cloudevents.CloudEvent;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

  private final CloudEvent event = EventingFixture.event("1", "a");

  @Test
  void a_dead_letter_carries_the_destination_and_the_cause() {
    var failure = new Failed(false, OptionalInt.of(422), "YQ==", Map.of("reason", "schema"));

    CloudEvent letter = DeadLetter.of(event, "http://one", failure);

    assertThat(letter.getId()).isEqualTo("1");
    assertThat(letter.getData()).isEqualTo(event.getData());
    assertThat(letter.getExtension("knativeerrordest")).isEqualTo("http://one");
    assertThat(letter.getExtension("knativeerrorcode")).isEqualTo(422);
    assertThat(letter.getExtension("knativeerrordata")).isEqualTo("YQ==");
    assertThat(letter.getExtension("reason")).isEqualTo("schema");
  }

  @Test
  void a_dead_letter_without_a_response_has_no_code_and_no_data() {
    assertThat(DeadLetter.of(event, "http://one", Failed.transport()).getExtensionNames())
        .containsExactly("knativeerrordest");
  }
}
