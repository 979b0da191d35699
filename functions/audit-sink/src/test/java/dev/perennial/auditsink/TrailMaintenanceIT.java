package dev.perennial.auditsink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.auditsink.chain.PublishedKey;
import dev.perennial.events.CheckpointEvent;
import dev.perennial.events.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The maintenance of the trail: checkpoints, partitions and retention. */
class TrailMaintenanceIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void the_heads_of_all_chains_are_signed_and_published_once_after_a_change() {
    sink.store(ada, 3);
    sink.tick();
    List<String> signed = published(ada);
    sink.tick();

    assertThat(published(ada)).hasSameSizeAs(signed);
    CheckpointEvent event = EventJson.read(signed.getLast().getBytes(UTF_8), CheckpointEvent.class);
    assertThat(event.checkpoint().heads())
        .filteredOn(head -> head.owner().equals(ada))
        .singleElement()
        .satisfies(head -> assertThat(head.number()).isEqualTo(3));
    String key = sink.json(ada, "/v1/audit/keys").at("/items/0/publicKey").asString();
    assertThat(PublishedKey.of(key).signed(event)).isTrue();
    assertThat(sink.verified(ada).required("checkpoints").asInt()).isPositive();
  }

  @Test
  void old_months_are_dropped_and_the_rest_of_a_chain_verifies() {
    Instant then = Instant.now().minus(Duration.ofDays(200));
    String idle = "idle-" + UUID.randomUUID();
    Sink.storeAt(then, ada, 2);
    Sink.storeAt(then, idle, 1);
    Sink.POSTGRES.execute("SELECT audit.make_partitions('%s')".formatted(then));
    assertThat(partitionsOf(ada)).singleElement().isNotEqualTo("audit.entries_default");
    sink.store(ada, 2);

    sink.tick();

    assertThat(partitionsOf(ada)).hasSize(1);
    JsonNode found = sink.verified(ada);
    assertThat(found.required("valid").asBoolean()).isTrue();
    assertThat(found.required("from").asInt()).isEqualTo(3);
    assertThat(found.required("entries").asInt()).isEqualTo(2);
    assertThat(sink.ids(idle, "/v1/audit")).isEmpty();

    sink.store(Event.of(idle, UUID.randomUUID()));
    assertThat(sink.json(idle, "/v1/audit").at("/items/0/number").asInt()).isEqualTo(2);
    assertThat(sink.json(idle, "/v1/audit/verify").required("valid").asBoolean()).isTrue();
  }

  @Test
  void a_month_is_kept_for_90_days_after_its_end_or_as_configured() {
    Instant then = Instant.now().minus(Duration.ofDays(75));
    Sink.storeAt(then.minus(Duration.ofDays(55)), ada, 1);
    Sink.storeAt(then, ada, 1);
    sink.store(ada, 1);

    sink.tick();
    assertThat(Sink.numbers(ada)).containsExactly("2", "3");

    try (var shorter = new Sink(Map.of("AUDIT_KEEP_DAYS", "40"))) {
      shorter.tick();
    }
    assertThat(Sink.numbers(ada)).containsExactly("3");
    assertThat(sink.verified(ada).required("valid").asBoolean()).isTrue();
  }

  @Test
  void partitions_are_created_before_their_months() {
    String ahead =
        Sink.POSTGRES
            .column("SELECT to_char(now() AT TIME ZONE 'UTC' + interval '2 months', 'YYYY_MM')")
            .getFirst();
    // The migration created this partition; at the beginning of a month it is missing.
    Sink.POSTGRES.execute("DROP TABLE audit.entries_" + ahead);

    sink.tick();

    assertThat(
            Sink.POSTGRES.column(
                "SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent ="
                    + " 'audit.entries'::regclass"))
        .contains("audit.entries_" + ahead);
  }

  private static List<String> partitionsOf(String owner) {
    return Sink.POSTGRES.column(
        "SELECT DISTINCT tableoid::regclass::text FROM audit.entries WHERE owner = '%s'"
            .formatted(owner));
  }

  /** The published checkpoints; without Kafka they stay in the outbox. */
  private static List<String> published(String owner) {
    return Sink.POSTGRES.column(
        """
        SELECT convert_from(data, 'UTF8') FROM runtime.outbox
        WHERE topic = 'audit-checkpoints' AND convert_from(data, 'UTF8') LIKE '%%%s%%' ORDER BY created_at
        """
            .formatted(owner));
  }
}
