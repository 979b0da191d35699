package dev.perennial.auditsink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.auditsink.chain.SealingKey;
import dev.perennial.auditsink.store.LostEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Changes to the trail by somebody with all permissions on the database. */
class TamperingIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @AfterEach
  void delete_ledger_rows_without_entry() {
    Sink.deleteUnmatchedLedgerRows();
  }

  @ParameterizedTest
  @EnumSource
  void every_change_by_a_superuser_is_found_at_its_entry(Tampering tampering) {
    sink.store(ada, 5);
    sink.tick();

    tampering.with(ada);

    sink.assertFirstBad(ada, tampering.firstBad());
    assertThat(sink.verified(ada).at("/firstBad/reason").asString()).startsWith(tampering.reason());
  }

  @Test
  void an_entry_forged_with_the_right_hash_is_found_by_its_seal() {
    sink.store(ada, 2);
    // With another key: a forger who only has the database does not have the key of the owner.
    Sink.POSTGRES.execute(
        "UPDATE audit.keys SET owner = owner || '-hidden' WHERE owner = '%s'".formatted(ada));
    Sink.storeAt(SealingKey.random(), Instant.now(), ada, 1);
    Sink.POSTGRES.execute(
        """
        UPDATE audit.entries SET key_id = (SELECT id FROM audit.keys WHERE owner = '%1$s-hidden')
        WHERE owner = '%1$s' AND number = 3;
        DELETE FROM audit.keys WHERE owner = '%1$s';
        UPDATE audit.keys SET owner = '%1$s' WHERE owner = '%1$s-hidden'
        """
            .formatted(ada));

    sink.assertFirstBad(ada, 3);
  }

  @Test
  void a_checkpoint_that_was_changed_is_found() {
    sink.store(ada, 2);
    sink.tick();
    sink.store(ada, 1);

    Sink.POSTGRES.execute(
        "UPDATE audit.checkpoints SET signed = replace(signed, '\"number\":2', '\"number\":3') WHERE signed LIKE '%%%s%%'"
            .formatted(ada));

    assertThat(sink.verified(ada).required("valid").asBoolean()).isFalse();
  }

  @Test
  void verifying_past_the_end_finds_a_truncated_chain() {
    sink.store(ada, 3);
    sink.tick();
    Sink.POSTGRES.execute(
        "DELETE FROM audit.entries WHERE owner = '%s' AND number = 3".formatted(ada));

    JsonNode found = sink.json(ada, "/v1/audit/verify?from=2100-01-01T00:00:00Z");

    assertThat(found.at("/firstBad/number").asLong()).isEqualTo(3);
  }

  @Test
  void a_chain_of_more_than_two_pages_is_verified_to_its_end() {
    Sink.storeAt(Instant.now(), ada, 1_100);
    assertThat(sink.verified(ada).required("entries").asInt()).isEqualTo(1_100);

    Sink.POSTGRES.execute(
        "UPDATE audit.entries SET actor = 'mallory' WHERE owner = '%s' AND number = 1050"
            .formatted(ada));

    sink.assertFirstBad(ada, 1_050);
  }

  @Test
  void a_truncation_before_the_next_checkpoint_is_found_through_the_ledger() {
    sink.store(ada, 3);
    sink.tick();
    var event = Event.of(ada, UUID.randomUUID());
    sink.store(event);
    sink.store(Event.of(ada, UUID.randomUUID()));
    assertThat(sink.verified(ada).required("valid").asBoolean()).isTrue();

    Sink.POSTGRES.execute(
        "DELETE FROM audit.entries WHERE owner = '%s' AND number >= 4".formatted(ada));

    JsonNode asAdmin = sink.json("root", "/v1/audit/verify?owner=" + ada);
    assertThat(asAdmin.required("valid").asBoolean()).isFalse();
    assertThat(asAdmin.required("entries").asInt()).isEqualTo(3);
    assertThat(asAdmin.at("/lost/event/id").asString()).isEqualTo(event.id());
    assertThat(asAdmin.at("/lost/event/source").asString()).isEqualTo("/functions/task-api");
    assertThat(asAdmin.at("/lost/event/type").asString())
        .isEqualTo("dev.perennial.task.updated.v1");
  }

  @Test
  void a_truncation_is_reported_to_everyone_and_the_lost_event_to_admins() {
    sink.store(ada, 1);
    String grace = "grace-" + UUID.randomUUID();
    sink.store(grace, 1);

    Sink.POSTGRES.execute("DELETE FROM audit.entries WHERE owner = '%s'".formatted(ada));

    for (String user : List.of(ada, grace)) {
      JsonNode own = sink.verified(user);
      assertThat(own.required("valid").asBoolean()).isFalse();
      assertThat(own.at("/lost/enteredAt").asString()).isGreaterThan("2026-03-02");
      assertThat(own.at("/lost/event").isNull()).isTrue();
    }
    assertThat(sink.json(grace, "/v1/audit/verify?to=1").required("valid").asBoolean()).isTrue();
  }

  @Test
  void a_truncation_is_reported_when_the_next_checkpoint_is_signed() {
    var event = Event.of(ada, UUID.randomUUID());
    sink.store(event);
    Sink.POSTGRES.execute("DELETE FROM audit.entries WHERE owner = '%s'".formatted(ada));

    var missed = new ArrayList<LostEvent>();
    sink.runMaintenance(missed::add);

    assertThat(missed)
        .extracting(LostEvent::event)
        .containsExactly(
            new LostEvent.Identity(
                "/functions/task-api", event.id(), "dev.perennial.task.updated.v1"));
  }

  @Test
  void entries_signed_long_ago_are_not_compared_with_the_ledger() {
    sink.store(ada, 1);
    Sink.POSTGRES.execute("DELETE FROM audit.entries WHERE owner = '%s'".formatted(ada));
    Sink.POSTGRES.execute(
        """
        UPDATE runtime.ledger l SET changed_at = now() - interval '27 days 1 hour'
        WHERE consumer = 'audit-sink' AND NOT EXISTS (SELECT FROM audit.entries e WHERE e.event_id = l.event_id)
        """);

    assertThat(sink.verified(ada).required("lost").isNull()).isTrue();
  }
}
