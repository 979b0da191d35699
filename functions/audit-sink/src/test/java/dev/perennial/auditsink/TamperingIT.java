package dev.perennial.auditsink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.auditsink.chain.Key;
import dev.perennial.auditsink.store.Lost;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever somebody does to the trail who may do anything with the database. */
class TamperingIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @AfterEach
  void the_ledger_forgets_what_was_lost() {
    Sink.forgetWhatWasLost();
  }

  @ParameterizedTest
  @EnumSource
  void whatever_a_superuser_does_is_found_and_named(Tampering tampering) {
    sink.entered(ada, 5);
    sink.tick();

    tampering.with(ada);

    sink.assertFirstBad(ada, tampering.firstBad());
    assertThat(sink.verified(ada).at("/firstBad/reason").asString()).startsWith(tampering.reason());
  }

  @Test
  void an_entry_forged_with_the_right_hash_is_found_by_its_seal() {
    sink.entered(ada, 2);
    // Not sealed by the owner's key, since whoever has the database alone does not have it.
    Sink.POSTGRES.execute(
        "UPDATE audit.keys SET owner = owner || '-hidden' WHERE owner = '%s'".formatted(ada));
    Sink.enteredAt(Key.random(), Instant.now(), ada, 1);
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
    sink.entered(ada, 2);
    sink.tick();
    sink.entered(ada, 1);

    Sink.POSTGRES.execute(
        "UPDATE audit.checkpoints SET signed = replace(signed, '\"number\":2', '\"number\":3') WHERE signed LIKE '%%%s%%'"
            .formatted(ada));

    assertThat(sink.verified(ada).required("valid").asBoolean()).isFalse();
  }

  @Test
  void after_the_last_entry_what_was_cut_off_is_missed() {
    sink.entered(ada, 3);
    sink.tick();
    Sink.POSTGRES.execute(
        "DELETE FROM audit.entries WHERE owner = '%s' AND number = 3".formatted(ada));

    var found = sink.json(ada, "/v1/audit/verify?from=2100-01-01T00:00:00Z");

    assertThat(found.at("/firstBad/number").asLong()).isEqualTo(3);
  }

  @Test
  void a_chain_of_more_than_two_pages_is_verified_to_its_end() {
    Sink.enteredAt(Instant.now(), ada, 1_100);
    assertThat(sink.verified(ada).required("entries").asInt()).isEqualTo(1_100);

    Sink.POSTGRES.execute(
        "UPDATE audit.entries SET actor = 'mallory' WHERE owner = '%s' AND number = 1050"
            .formatted(ada));

    sink.assertFirstBad(ada, 1_050);
  }

  @Test
  void what_is_cut_off_before_it_was_signed_is_missed_by_the_ledger() {
    sink.entered(ada, 3);
    sink.tick();
    var event = Event.of(ada, UUID.randomUUID());
    sink.entered(event);
    sink.entered(Event.of(ada, UUID.randomUUID()));
    assertThat(sink.verified(ada).required("valid").asBoolean()).isTrue();

    Sink.POSTGRES.execute(
        "DELETE FROM audit.entries WHERE owner = '%s' AND number >= 4".formatted(ada));

    var asAdmin = sink.json("root", "/v1/audit/verify?owner=" + ada);
    assertThat(asAdmin.required("valid").asBoolean()).isFalse();
    assertThat(asAdmin.required("entries").asInt()).isEqualTo(3);
    assertThat(asAdmin.at("/lost/event/id").asString()).isEqualTo(event.id());
    assertThat(asAdmin.at("/lost/event/source").asString()).isEqualTo("/functions/task-api");
    assertThat(asAdmin.at("/lost/event/type").asString())
        .isEqualTo("dev.perennial.task.updated.v1");
  }

  @Test
  void that_something_was_cut_off_is_told_to_all_and_what_it_was_to_admins() {
    sink.entered(ada, 1);
    var grace = "grace-" + UUID.randomUUID();
    sink.entered(grace, 1);

    Sink.POSTGRES.execute("DELETE FROM audit.entries WHERE owner = '%s'".formatted(ada));

    for (var user : List.of(ada, grace)) {
      var own = sink.verified(user);
      assertThat(own.required("valid").asBoolean()).isFalse();
      assertThat(own.at("/lost/enteredAt").asString()).isGreaterThan("2026-03-02");
      assertThat(own.at("/lost/event").isNull()).isTrue();
    }
    assertThat(sink.json(grace, "/v1/audit/verify?to=1").required("valid").asBoolean()).isTrue();
  }

  @Test
  void what_was_cut_off_before_it_was_signed_is_told_of_when_the_rest_is() {
    var event = Event.of(ada, UUID.randomUUID());
    sink.entered(event);
    Sink.POSTGRES.execute("DELETE FROM audit.entries WHERE owner = '%s'".formatted(ada));

    var missed = new ArrayList<Lost>();
    sink.strike(missed::add);

    assertThat(missed)
        .extracting(Lost::event)
        .containsExactly(
            new Lost.Event("/functions/task-api", event.id(), "dev.perennial.task.updated.v1"));
  }

  @Test
  void what_was_signed_long_ago_is_not_looked_for_in_the_ledger() {
    sink.entered(ada, 1);
    Sink.POSTGRES.execute("DELETE FROM audit.entries WHERE owner = '%s'".formatted(ada));
    Sink.POSTGRES.execute(
        """
        UPDATE runtime.ledger l SET changed_at = now() - interval '27 days 1 hour'
        WHERE consumer = 'audit-sink' AND NOT EXISTS (SELECT FROM audit.entries e WHERE e.event_id = l.event_id)
        """);

    assertThat(sink.verified(ada).required("lost").isNull()).isTrue();
  }
}
