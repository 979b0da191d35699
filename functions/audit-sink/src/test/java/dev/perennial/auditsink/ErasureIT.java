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
    sink.store(erasure(ada, recorded(ada)));
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
    sink.store(erasure(other, recorded(other)));

    assertThat(sink.json(ada, "/v1/audit").at("/items/0").has("data")).isTrue();
  }

  @Test
  void a_forged_erasure_is_parked_and_destroys_no_key() {
    sink.store(ada, 1);

    var refused = sink.deliver(erasure(ada, Instant.now()));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.headers().firstValue("Kne-Reason"))
        .hasValueSatisfying(reason -> assertThat(reason).contains("has recorded no erasure"));
    assertThat(keysOf(ada)).hasSize(1);
    JsonNode items = sink.json(ada, "/v1/audit").required("items");
    assertThat(items).as("the forged event is not appended").hasSize(1);
    assertThat(items.get(0).has("data")).isTrue();
  }

  @Test
  void an_erasure_destroys_nothing_of_a_person_who_has_come_back_since() {
    sink.store(ada, 1);
    Instant erasedAt = recorded(ada);
    sink.store(erasure(ada, erasedAt));
    sink.store(ada, 1);

    sink.store(erasure(ada, erasedAt), erasure(ada, erasedAt.minusSeconds(60)));
    assertThat(sink.deliver(erasure(ada, Instant.now())).statusCode()).isEqualTo(422);

    assertThat(keysOf(ada)).hasSize(1);
    assertThat(sink.json(ada, "/v1/audit").required("items"))
        .filteredOn(item -> item.has("data"))
        .extracting(item -> item.required("type").stringValue())
        .containsExactly("dev.perennial.task.updated.v1");
  }

  /** When task-api has erased this person: now. */
  private static Instant recorded(String owner) {
    Instant now = Instant.now();
    Sink.POSTGRES.recordErasure(owner, now);
    return now;
  }

  private static Event erasure(String owner, Instant at) {
    return Event.of(owner, UUID.randomUUID())
        .with("type", "dev.perennial.profile.deleted.v1")
        .with("subject", owner)
        .with("time", at.toString());
  }

  private static List<String> keysOf(String owner) {
    return Sink.POSTGRES.column("SELECT id FROM audit.keys WHERE owner = '%s'".formatted(owner));
  }
}
