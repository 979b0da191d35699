package dev.perennial.auditsink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What remains of an erased user. */
class ErasureIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void an_erased_chain_can_be_verified_but_not_read() {
    sink.store(ada, 2);
    assertThat(keysOf(ada)).hasSize(1);
    Event forgotten =
        Event.of(ada, UUID.randomUUID())
            .with("type", "dev.perennial.profile.deleted.v1")
            .with("subject", ada);
    sink.store(forgotten);
    Event late =
        Event.of(ada, UUID.randomUUID())
            .with("time", Instant.now().minus(Duration.ofHours(1)).toString());
    sink.store(late);

    assertThat(keysOf(ada)).isEmpty();

    JsonNode items = sink.json(ada, "/v1/audit").required("items");
    assertThat(items).hasSize(4);
    assertThat(items).allSatisfy(item -> assertThat(item.path("erased").asBoolean()).isTrue());
    assertThat(items).noneMatch(item -> item.has("data"));
    assertThat(sink.verified(ada).required("valid").asBoolean()).isTrue();
    assertThat(sink.verified(ada).required("entries").asInt()).isEqualTo(4);
    JsonNode asAdmin = sink.json("root", "/v1/audit/verify?owner=" + ada);
    assertThat(asAdmin.required("valid").asBoolean()).isTrue();
    assertThat(asAdmin.required("entries").asInt()).isEqualTo(4);
  }

  @Test
  void erasing_one_user_leaves_the_data_of_others() {
    sink.store(ada, 1);
    String other = "grace-" + UUID.randomUUID();
    sink.store(Event.of(other, UUID.randomUUID()).with("type", "dev.perennial.profile.deleted.v1"));

    assertThat(sink.json(ada, "/v1/audit").at("/items/0").has("data")).isTrue();
  }

  private static List<String> keysOf(String owner) {
    return Sink.POSTGRES.column("SELECT id FROM audit.keys WHERE owner = '%s'".formatted(owner));
  }
}
