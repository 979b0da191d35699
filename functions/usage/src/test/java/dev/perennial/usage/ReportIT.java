package dev.perennial.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is reported to the outside by the event usage.recorded. */
class ReportIT {

  private static final Instant BEFORE = Instant.now().minus(Duration.ofHours(5));

  private final UsageFunction usage = UsageFunction.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void an_owner_is_reported_once_for_an_hour_that_has_ended() {
    Invoked.by(ada, BEFORE).record();
    Invoked.by(ada, Instant.now()).record();
    Invoked.by(ada, BEFORE).with("outcome", "failed").record();

    usage.tick();
    usage.tick();

    assertThat(invocations()).containsExactly("1");
  }

  @Test
  void a_correction_reports_the_difference() {
    UUID event = UUID.randomUUID();
    Invoked.by(ada, BEFORE).ofEvent(event).record();
    usage.tick();
    Invoked.by(ada, BEFORE).ofEvent(UUID.randomUUID()).record();
    usage.tick();
    Invoked.by(ada, BEFORE.minus(Duration.ofHours(2))).ofEvent(event).record();
    Invoked.by(ada, BEFORE).with("outcome", "refused").record();
    usage.tick();

    assertThat(invocations()).containsExactlyInAnyOrder("1", "1", "1", "-1");
  }

  private List<String> invocations() {
    return UsageFunction.emitted(EventType.USAGE_RECORDED, ada).stream()
        .flatMap(payload -> payload.at("/usage/lines").valueStream())
        .filter(line -> line.required("unit").asString().equals("invocation"))
        .map(line -> line.required("quantity").asString())
        .toList();
  }
}
