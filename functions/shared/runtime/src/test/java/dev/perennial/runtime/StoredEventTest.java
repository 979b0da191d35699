package dev.perennial.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

class StoredEventTest {

  @Test
  void restores_the_event_it_was_made_of() {
    var event =
        CloudEventBuilder.v1()
            .withId("1")
            .withSource(URI.create("/functions/test"))
            .withType("test")
            .withSubject("a subject")
            .withTime(OffsetDateTime.parse("2026-03-01T08:00:00.123456Z"))
            .withDataSchema(URI.create("https://perennial.dev/schemas/test.json"))
            .withExtension("owner", "gr\u00fcn")
            .withData("application/json", new byte[] {0, 1, -1})
            .build();

    assertThat(StoredEvent.of(event).toEvent()).isEqualTo(event);
  }

  @Test
  void restores_an_event_with_required_attributes_only() {
    var event =
        CloudEventBuilder.v1().withId("1").withSource(URI.create("/t")).withType("t").build();

    assertThat(StoredEvent.of(event).data()).isEmpty();
    assertThat(StoredEvent.of(event).toEvent().getId()).isEqualTo("1");
  }
}
