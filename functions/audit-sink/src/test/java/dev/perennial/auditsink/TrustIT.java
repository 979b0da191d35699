package dev.perennial.auditsink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perennial.auditsink.chain.Key;
import dev.perennial.auditsink.chain.PublishedKey;
import dev.perennial.events.CheckpointEvent;
import dev.perennial.events.EventJson;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TrustIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void a_chain_as_it_was_entered_is_valid() {
    entered(5);

    var found = verified();

    assertThat(found.required("valid").asBoolean()).isTrue();
    assertThat(found.required("entries").asInt()).isEqualTo(5);
    assertThat(found.at("/head/number").asInt()).isEqualTo(5);
    assertThat(found.required("firstBad").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "UPDATE audit.entries SET actor = 'mallory' WHERE owner = '%s' AND number = 3 | 3",
        "UPDATE audit.entries SET time = time - interval '1 hour' WHERE owner = '%s' AND number = 2"
            + " | 2",
        "UPDATE audit.entries SET payload = '\\x00' WHERE owner = '%s' AND number = 4 | 4",
        "UPDATE audit.entries SET readers = array_append(readers, 'mallory') WHERE owner = '%s' AND"
            + " number = 1 | 1",
        "UPDATE audit.entries SET hash = sha256('x') WHERE owner = '%s' AND number = 5 | 5",
        "DELETE FROM audit.entries WHERE owner = '%s' AND number = 3 | 3",
        "DELETE FROM audit.entries WHERE owner = '%s' AND number = 1 | 1",
        "DELETE FROM audit.entries WHERE owner = '%s' AND number >= 4 | 4",
        "DELETE FROM audit.entries WHERE owner = '%s' | 1",
        "UPDATE audit.entries SET number = 100 - number WHERE owner = '%s' AND number IN (2, 3) |"
            + " 2",
      })
  void whatever_a_superuser_does_is_found_and_named(String statement, long firstBad) {
    entered(5);
    sink.tick();

    Sink.POSTGRES.execute(statement.formatted(ada));

    assertFirstBad(firstBad);
  }

  @Test
  void two_entries_that_changed_places_are_found() {
    entered(5);

    Sink.POSTGRES.execute(
        """
        UPDATE audit.entries SET number = 100 WHERE owner = '%1$s' AND number = 2;
        UPDATE audit.entries SET number = 2 WHERE owner = '%1$s' AND number = 3;
        UPDATE audit.entries SET number = 3 WHERE owner = '%1$s' AND number = 100;
        """
            .formatted(ada));

    assertFirstBad(2);
  }

  @Test
  void an_entry_that_was_put_in_between_is_found() {
    entered(3);

    Sink.POSTGRES.execute(
        """
        INSERT INTO audit.entries
        SELECT owner, 4, 'forged ' || owner, source, type, subject, time, actor, list_id, task_ids, readers, received_at, key_id,
          payload, hash, sha256('forged')
        FROM audit.entries WHERE owner = '%s' AND number = 3
        """
            .formatted(ada));

    assertFirstBad(4);
  }

  @Test
  void an_entry_forged_with_the_right_hash_is_found_by_its_seal() {
    entered(2);
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

    assertFirstBad(3);
  }

  @Test
  void a_checkpoint_that_was_changed_is_found() {
    entered(2);
    sink.tick();
    entered(1);

    Sink.POSTGRES.execute(
        "UPDATE audit.checkpoints SET signed = replace(signed, '\"number\":2', '\"number\":3') WHERE signed LIKE '%%%s%%'"
            .formatted(ada));

    assertThat(verified().required("valid").asBoolean()).isFalse();
  }

  @Test
  void a_part_of_a_chain_is_verified_by_numbers_or_instants() {
    entered(5);

    var part = sink.json(ada, "/v1/audit/verify?from=2&to=4");
    var since = sink.json(ada, "/v1/audit/verify?from=2026-01-01T00:00:00Z");

    assertThat(part.required("entries").asInt()).isEqualTo(3);
    assertThat(part.required("from").asInt()).isEqualTo(2);
    assertThat(part.required("to").asInt()).isEqualTo(4);
    assertThat(since.required("entries").asInt()).isEqualTo(5);
    assertThat(sink.get(ada, "/v1/audit/verify?from=soon").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2100-01-01T00:00:00Z", "4"})
  void after_the_last_entry_there_is_nothing_to_verify(String from) {
    entered(3);

    var found = sink.json(ada, "/v1/audit/verify?from=" + from);

    assertThat(found.required("valid").asBoolean()).isTrue();
    assertThat(found.required("entries").asInt()).isZero();
    assertThat(found.required("from").isNull()).isTrue();
    assertThat(found.required("to").isNull()).isTrue();
    assertThat(found.required("head").isNull()).isTrue();
  }

  @Test
  void after_the_last_entry_what_was_cut_off_is_missed() {
    entered(3);
    sink.tick();
    Sink.POSTGRES.execute(
        "DELETE FROM audit.entries WHERE owner = '%s' AND number = 3".formatted(ada));

    var found = sink.json(ada, "/v1/audit/verify?from=2100-01-01T00:00:00Z");

    assertThat(found.at("/firstBad/number").asLong()).isEqualTo(3);
  }

  @Test
  void a_chain_of_more_than_two_pages_is_verified_to_its_end() {
    Sink.enteredAt(Instant.now(), ada, 1_100);
    assertThat(verified().required("entries").asInt()).isEqualTo(1_100);

    Sink.POSTGRES.execute(
        "UPDATE audit.entries SET actor = 'mallory' WHERE owner = '%s' AND number = 1050"
            .formatted(ada));

    assertFirstBad(1_050);
  }

  @Test
  void only_an_admin_verifies_the_chain_of_somebody_else() {
    entered(1);

    assertThat(sink.get("mallory", "/v1/audit/verify?owner=" + ada).statusCode()).isEqualTo(403);
    assertThat(sink.get("root", "/v1/audit/verify?owner=" + ada).statusCode()).isEqualTo(200);
  }

  @Test
  void the_heads_of_all_chains_are_signed_and_published_once_for_what_was_entered() {
    entered(3);
    sink.tick();
    var signed = published(ada);
    sink.tick();

    assertThat(published(ada)).hasSameSizeAs(signed);
    var event = EventJson.read(signed.getLast().getBytes(UTF_8), CheckpointEvent.class);
    assertThat(event.checkpoint().heads())
        .filteredOn(head -> head.owner().equals(ada))
        .singleElement()
        .satisfies(head -> assertThat(head.number()).isEqualTo(3));
    var key = sink.json(ada, "/v1/audit/keys").at("/items/0/publicKey").asString();
    assertThat(PublishedKey.of(key).signed(event)).isTrue();
    assertThat(verified().required("checkpoints").asInt()).isPositive();
  }

  @Test
  void who_is_forgotten_can_be_verified_and_read_no_more() {
    entered(2);
    var forgotten =
        Event.of(ada, UUID.randomUUID())
            .with("type", "dev.perennial.profile.deleted.v1")
            .with("subject", ada);
    sink.entered(forgotten);
    var late =
        Event.of(ada, UUID.randomUUID())
            .with("time", Instant.now().minus(Duration.ofHours(1)).toString());
    sink.entered(late);

    var items = sink.json(ada, "/v1/audit").required("items");
    assertThat(items).hasSize(4);
    assertThat(items).allSatisfy(item -> assertThat(item.path("erased").asBoolean()).isTrue());
    assertThat(items).noneMatch(item -> item.has("data"));
    assertThat(verified().required("valid").asBoolean()).isTrue();
    assertThat(verified().required("entries").asInt()).isEqualTo(4);
  }

  @Test
  void forgetting_one_person_leaves_what_is_of_others() {
    entered(1);
    var other = "grace-" + UUID.randomUUID();
    sink.entered(
        Event.of(other, UUID.randomUUID()).with("type", "dev.perennial.profile.deleted.v1"));

    assertThat(sink.json(ada, "/v1/audit").at("/items/0").has("data")).isTrue();
  }

  @Test
  void old_months_are_dropped_whole_and_what_remains_verifies() {
    var then = Instant.now().minus(Duration.ofDays(200));
    var idle = "idle-" + UUID.randomUUID();
    Sink.enteredAt(then, ada, 2);
    Sink.enteredAt(then, idle, 1);
    Sink.POSTGRES.execute("SELECT audit.make_partitions('%s')".formatted(then));
    assertThat(partitionsOf(ada)).singleElement().isNotEqualTo("audit.entries_default");
    entered(2);

    sink.tick();

    assertThat(partitionsOf(ada)).hasSize(1);
    var found = verified();
    assertThat(found.required("valid").asBoolean()).isTrue();
    assertThat(found.required("from").asInt()).isEqualTo(3);
    assertThat(found.required("entries").asInt()).isEqualTo(2);
    assertThat(sink.ids(idle, "/v1/audit")).isEmpty();

    sink.entered(Event.of(idle, UUID.randomUUID()));
    assertThat(sink.json(idle, "/v1/audit").at("/items/0/number").asInt()).isEqualTo(2);
    assertThat(sink.json(idle, "/v1/audit/verify").required("valid").asBoolean()).isTrue();
  }

  @Test
  void a_month_is_kept_for_90_days_after_its_end_or_as_many_as_is_said() {
    var then = Instant.now().minus(Duration.ofDays(75));
    Sink.enteredAt(then.minus(Duration.ofDays(55)), ada, 1);
    Sink.enteredAt(then, ada, 1);
    entered(1);

    sink.tick();
    assertThat(Sink.numbers(ada)).containsExactly("2", "3");

    try (var forgetful = new Sink(Map.of("AUDIT_KEEP_DAYS", "40"))) {
      forgetful.tick();
    }
    assertThat(Sink.numbers(ada)).containsExactly("3");
    assertThat(verified().required("valid").asBoolean()).isTrue();
  }

  @Test
  void what_is_cut_off_the_beginning_is_not_taken_for_what_was_dropped() {
    entered(3);
    sink.tick();

    Sink.POSTGRES.execute(
        "DELETE FROM audit.entries WHERE owner = '%1$s' AND number <= 2".formatted(ada));

    assertFirstBad(1);
  }

  @Test
  void partitions_are_there_before_their_months() {
    sink.tick();

    assertThat(
            Sink.POSTGRES.column(
                """
                SELECT 'entries_' || to_char(now() AT TIME ZONE 'UTC' + make_interval(months => ahead), 'YYYY_MM')
                FROM generate_series(0, 2) AS ahead
                EXCEPT SELECT relname::text FROM pg_class
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit.%1$s SET %2$s = %2$s",
        "DELETE FROM audit.%s",
        "TRUNCATE audit.%s",
        "DROP TABLE audit.%s",
        "ALTER TABLE audit.%s ADD COLUMN more text",
      })
  void the_role_may_add_and_read_and_nothing_else(String statement) throws SQLException {
    var tables =
        Sink.POSTGRES.column(
            "SELECT relname FROM pg_class WHERE relnamespace = 'audit'::regnamespace AND relkind IN"
                + " ('r', 'p')");
    assertThat(tables).contains("entries", "entries_default", "keys", "checkpoints", "anchors");
    var settings = Sink.POSTGRES.settings("audit-sink");
    for (var table : tables) {
      var column =
          Sink.POSTGRES
              .column(
                  "SELECT column_name FROM information_schema.columns WHERE table_schema = 'audit' AND table_name = '%s'"
                      .formatted(table))
              .getFirst();
      try (var connection =
              DriverManager.getConnection(
                  settings.databaseUrl(), "audit-sink", settings.databasePassword());
          var attempt = connection.createStatement()) {
        assertThatExceptionOfType(SQLException.class)
            .as(statement, table)
            .isThrownBy(() -> attempt.execute(statement.formatted(table, column)))
            .extracting(SQLException::getSQLState)
            .isEqualTo("42501");
      }
    }
  }

  @Test
  void the_role_can_drop_nothing_young_and_nothing_without_an_anchor() throws SQLException {
    var then = Instant.now().minus(Duration.ofDays(400));
    Sink.enteredAt(then, ada, 1);
    Sink.POSTGRES.execute("SELECT audit.make_partitions('%s')".formatted(then));
    var settings = Sink.POSTGRES.settings("audit-sink");
    try (var connection =
            DriverManager.getConnection(
                settings.databaseUrl(), "audit-sink", settings.databasePassword());
        var attempt = connection.createStatement()) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> attempt.execute("SELECT audit.drop_before(now())"))
          .withMessageContaining("28 days");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(
              () -> attempt.execute("SELECT audit.drop_before(now() - interval '100 days')"))
          .withMessageContaining("without an anchor");
    }
    sink.tick();
  }

  private void entered(int events) {
    sink.entered(ada, events);
  }

  private JsonNode verified() {
    return sink.json(ada, "/v1/audit/verify");
  }

  private void assertFirstBad(long number) {
    var found = verified();
    assertThat(found.required("valid").asBoolean()).isFalse();
    assertThat(found.at("/firstBad/number").asLong()).as(found.toString()).isEqualTo(number);
  }

  private static List<String> partitionsOf(String owner) {
    return Sink.POSTGRES.column(
        "SELECT DISTINCT tableoid::regclass::text FROM audit.entries WHERE owner = '%s'"
            .formatted(owner));
  }

  /** Kafka is not there in this test, so what was published is still in the outbox. */
  private static List<String> published(String owner) {
    return Sink.POSTGRES.column(
        """
        SELECT convert_from(data, 'UTF8') FROM runtime.outbox
        WHERE topic = 'audit-checkpoints' AND convert_from(data, 'UTF8') LIKE '%%%s%%' ORDER BY created_at
        """
            .formatted(owner));
  }
}
