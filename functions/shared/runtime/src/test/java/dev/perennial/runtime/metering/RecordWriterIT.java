package dev.perennial.runtime.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.runtime.Span;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.InvocationRows;
import dev.perennial.runtime.testkit.TestPostgres;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that cannot be written, now or ever. */
class RecordWriterIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final String ROLE = "on-completed-recurrence";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final String test = UUID.randomUUID().toString();

  @AutoClose private final Database database = Database.open(POSTGRES.settings(ROLE));

  private final RecordWriter writer =
      new RecordWriter(
          new UsageTables(
              UUID.randomUUID(),
              POSTGRES.settings(ROLE),
              InstantSource.fixed(NOW),
              database,
              new Shares(new ProcessMeter())));

  @AfterEach
  void allow() {
    POSTGRES.execute("GRANT INSERT ON usage.invocations TO \"" + ROLE + "\"");
  }

  private void forbid() {
    POSTGRES.execute("REVOKE INSERT ON usage.invocations FROM \"" + ROLE + "\"");
  }

  @Test
  void what_cannot_be_written_is_written_later() {
    forbid();
    add(1, 600);
    var before = attempts();
    await("an attempt has failed").until(() -> attempts() > before);
    allow();

    InvocationRows.await(ofThisTest(), 600);
  }

  /** Each attempt is a transaction that is rolled back. */
  private static long attempts() {
    return Long.parseLong(
        POSTGRES
            .column(
                "SELECT pg_stat_get_db_xact_rollback(oid) FROM pg_database WHERE datname ="
                    + " 'postgres'")
            .getFirst());
  }

  @Test
  void what_waits_in_memory_is_limited_and_the_numbers_of_the_rest_are_missing() {
    forbid();
    add(1, 5_100);
    allow();
    writer.close();

    assertThat(numbers())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 5_000).boxed().toList());
  }

  @Test
  void a_record_that_postgres_refuses_is_left_out_and_all_others_are_written() {
    add(1, 30);
    writer.add(record(31, "a name with \0 in it"));
    add(32, 700);
    writer.close();

    assertThat(numbers()).hasSize(699).doesNotContain(31L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO usage.instances (instance, function, started_at, ready_at, startup_cpu_us,"
            + " memory_mib) VALUES (gen_random_uuid(), 'task-api', now(), now(), 0, 1)",
        "INSERT INTO usage.invocations SELECT (jsonb_populate_record(NULL::usage.invocations, '{"
            + "\"day\":\"2026-03-01\",\"instance\":\"00000000-0000-0000-0000-000000000000\",\"number\":1,"
            + "\"function\":\"task-api\",\"trigger\":\"http\",\"name\":\"x\","
            + "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"span_id\":\"b7ad6b7169203331\","
            + "\"attempt\":1,\"outcome\":\"done\",\"status\":200,\"started_at\":\"2026-03-01T00:00:00Z\","
            + "\"wall_us\":0,\"active_us\":0,\"cpu_us\":0,\"cold_start_us\":0,\"memory_mib\":1,"
            + "\"bytes_in\":0,\"bytes_out\":0,\"events_out\":0,\"event_bytes_out\":0,\"mails\":0,"
            + "\"pushes\":0,\"stream_ms\":0,\"overhead\":false,\"recorded_at\":\"2026-03-01T00:00:00Z\"}')).*",
        "SELECT FROM usage.invocations",
        "UPDATE usage.invocations SET owner = NULL",
        "DELETE FROM usage.batches"
      })
  void a_function_cannot_write_in_the_name_of_another_nor_read_nor_change_a_record(String sql)
      throws SQLException {
    var settings = POSTGRES.settings(ROLE);
    try (var connection =
            DriverManager.getConnection(settings.databaseUrl(), ROLE, settings.databasePassword());
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOf(SQLException.class)
          .extracting(refusal -> ((SQLException) refusal).getSQLState())
          .isEqualTo("42501");
    }
  }

  private List<Long> numbers() {
    return InvocationRows.where(ofThisTest()).stream().map(row -> row.number("number")).toList();
  }

  private String ofThisTest() {
    return "event_id = '" + test + "'";
  }

  private void add(long from, long to) {
    for (long number = from; number <= to; number++) {
      writer.add(record(number, "test"));
    }
  }

  private InvocationRecord record(long number, String type) {
    var invocation = new Invocation(new Shares.Begun(number, 0, 0, 0), NOW, Span.childOf(null));
    invocation.delivers(
        CloudEventBuilder.v1().withId(test).withSource(URI.create("/t")).withType(type).build());
    invocation.hasResponded(202);
    return invocation.ended(new Shares.Taken(3, 2, 1), false);
  }
}
