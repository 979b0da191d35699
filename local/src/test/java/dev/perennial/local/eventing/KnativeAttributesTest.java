package dev.perennial.local.eventing;

import static dev.perennial.local.eventing.EventingFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the Kafka data plane of Knative Eventing 1.23 makes of an attribute on its way from a topic
 * to a function, as measured with its release: it writes attributes into HTTP headers in ISO 8859-1
 * and percent-encodes nothing. The stand-in delivers what arrives unchanged there, and refuses the
 * rest.
 */
class KnativeAttributesTest {

  private static final String NEVER_DELIVERED = "nothing, and its partition is blocked";

  static Stream<Arguments> measured() {
    return Stream.of(
        arguments("ada", "ada"),
        arguments("https://idp.example.org/users/7", "https://idp.example.org/users/7"),
        arguments("%C3%A9", "%C3%A9"),
        arguments("a b", "a b"),
        arguments("\u0141ukasz", "?ukasz"),
        arguments("a\nb", NEVER_DELIVERED));
  }

  @ParameterizedTest(name = "of {0} Knative delivers {1}")
  @MethodSource("measured")
  void an_attribute_that_would_not_arrive_unchanged_is_refused(String sent, String delivered) {
    assertThat(HeaderValues.obstacle(withOwner(sent)).isEmpty()).isEqualTo(sent.equals(delivered));
  }

  /**
   * Knative delivers Latin-1 and blanks at the ends unchanged. A receiver that decodes headers as
   * UTF-8 or trims them (RFC 9110, section 5.5) reads something else, so the stand-in refuses both.
   */
  @ParameterizedTest
  @ValueSource(strings = {"j\u00fcrgen", " v", "v ", "\u00a0v", "a\rb", "a\u0000b", "a\u007fb"})
  void an_attribute_that_receivers_read_differently_is_refused(String sent) {
    assertThat(HeaderValues.obstacle(withOwner(sent))).get().asString().contains("owner");
  }

  @Test
  void every_attribute_is_checked() {
    CloudEvent event = CloudEventBuilder.from(event("1", "a")).withSubject("K\u00e4se").build();

    assertThat(HeaderValues.obstacle(event)).get().asString().contains("subject");
    assertThat(HeaderValues.obstacle(event("1", "a"))).isEmpty();
  }

  private static CloudEvent withOwner(String owner) {
    return CloudEventBuilder.from(event("1", "a")).withExtension("owner", owner).build();
  }
}
