package dev.perennial.auditsink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is left of who is forgotten. */
class ForgettingIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void who_is_forgotten_can_be_verified_and_read_no_more() {
    sink.entered(ada, 2);
    assertThat(keysOf(ada)).hasSize(1);
    var forgotten =
        Event.of(ada, UUID.randomUUID())
            .with("type", "dev.perennial.profile.deleted.v1")
            .with("subject", ada);
    sink.entered(forgotten);
    var late =
        Event.of(ada, UUID.randomUUID())
            .with("time", Instant.now().minus(Duration.ofHours(1)).toString());
    sink.entered(late);

    assertThat(keysOf(ada)).isEmpty();

    var items = sink.json(ada, "/v1/audit").required("items");
    assertThat(items).hasSize(4);
    assertThat(items).allSatisfy(item -> assertThat(item.path("erased").asBoolean()).isTrue());
    assertThat(items).noneMatch(item -> item.has("data"));
    assertThat(sink.verified(ada).required("valid").asBoolean()).isTrue();
    assertThat(sink.verified(ada).required("entries").asInt()).isEqualTo(4);
    var asAdmin = sink.json("root", "/v1/audit/verify?owner=" + ada);
    assertThat(asAdmin.required("valid").asBoolean()).isTrue();
    assertThat(asAdmin.required("entries").asInt()).isEqualTo(4);
  }

  @Test
  void forgetting_one_person_leaves_what_is_of_others() {
    sink.entered(ada, 1);
    var other = "grace-" + UUID.randomUUID();
    sink.entered(
        Event.of(other, UUID.randomUUID()).with("type", "dev.perennial.profile.deleted.v1"));

    assertThat(sink.json(ada, "/v1/audit").at("/items/0").has("data")).isTrue();
  }

  private static List<String> keysOf(String owner) {
    return Sink.POSTGRES.column("SELECT id FROM audit.keys WHERE owner = '%s'".formatted(owner));
  }
}
