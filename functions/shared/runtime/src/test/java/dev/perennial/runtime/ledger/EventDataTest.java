package dev.perennial.runtime.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.events.QuietHours;
import dev.perennial.events.WrongPayload;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class EventDataTest {

  @Test
  void the_payload_is_read() {
    assertThat(EventData.read(event("{\"from\":\"22:00\",\"to\":\"07:00\"}"), QuietHours.class))
        .isEqualTo(new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0)));
  }

  @Test
  void an_event_without_data_is_unprocessable() {
    CloudEvent empty = builder().build();

    assertThatThrownBy(() -> EventData.read(empty, QuietHours.class))
        .isInstanceOf(Unprocessable.class)
        .hasMessage("the event has no data");
  }

  @Test
  void data_of_another_shape_is_a_wrong_payload() {
    assertThatThrownBy(() -> EventData.read(event("[]"), QuietHours.class))
        .isInstanceOf(WrongPayload.class);
  }

  private static CloudEvent event(String json) {
    return builder().withData(json.getBytes(UTF_8)).build();
  }

  private static CloudEventBuilder builder() {
    return CloudEventBuilder.v1().withId("1").withSource(URI.create("/test")).withType("test");
  }
}
