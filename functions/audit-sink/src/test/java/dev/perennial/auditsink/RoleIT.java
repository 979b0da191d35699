package dev.perennial.auditsink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perennial.runtime.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The permissions of the database role audit-sink. */
class RoleIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit.%1$s SET %2$s = %2$s",
        "DELETE FROM audit.%s",
        "TRUNCATE audit.%s",
        "DROP TABLE audit.%s",
        "ALTER TABLE audit.%s ADD COLUMN more text",
      })
  void the_role_may_only_insert_and_select(String statement) throws SQLException {
    List<String> tables =
        Sink.POSTGRES.column(
            "SELECT relname FROM pg_class WHERE relnamespace = 'audit'::regnamespace AND relkind IN"
                + " ('r', 'p')");
    assertThat(tables).contains("entries", "entries_default", "keys", "checkpoints", "anchors");
    Settings settings = Sink.POSTGRES.settings("audit-sink");
    for (String table : tables) {
      String column =
          Sink.POSTGRES
              .column(
                  "SELECT column_name FROM information_schema.columns WHERE table_schema = 'audit' AND table_name = '%s'"
                      .formatted(table))
              .getFirst();
      try (Connection connection =
              DriverManager.getConnection(
                  settings.databaseUrl(), "audit-sink", settings.databasePassword());
          Statement attempt = connection.createStatement()) {
        assertThatExceptionOfType(SQLException.class)
            .as(statement, table)
            .isThrownBy(() -> attempt.execute(statement.formatted(table, column)))
            .extracting(SQLException::getSQLState)
            .isEqualTo("42501");
      }
    }
  }

  @Test
  void drop_before_refuses_young_entries_and_chains_without_an_anchor() throws SQLException {
    Instant then = Instant.now().minus(Duration.ofDays(400));
    Sink.storeAt(then, ada, 1);
    Sink.POSTGRES.execute("SELECT audit.make_partitions('%s')".formatted(then));
    Settings settings = Sink.POSTGRES.settings("audit-sink");
    try (Connection connection =
            DriverManager.getConnection(
                settings.databaseUrl(), "audit-sink", settings.databasePassword());
        Statement attempt = connection.createStatement()) {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'4714-11-24 BC'",
        "'4000-01-01 BC'",
        "'2100-06-15 BC'",
        "'0001-12-31 BC'",
        "'0001-01-01'",
        "now() - interval '27 days 23 hours'",
        "now() + interval '1000 years'",
        "'-infinity'",
        "'infinity'",
        "NULL",
      })
  void no_argument_drops_entries_of_the_last_28_days(String oldest) throws SQLException {
    sink.store(ada, 1);
    List<String> partitions = partitions();
    assertThat(partitions).hasSizeGreaterThan(3);

    Settings settings = Sink.POSTGRES.settings("audit-sink");
    try (Connection connection =
            DriverManager.getConnection(
                settings.databaseUrl(), "audit-sink", settings.databasePassword());
        Statement attempt = connection.createStatement()) {
      try (ResultSet dropped =
          attempt.executeQuery("SELECT audit.drop_before(%s)".formatted(oldest))) {
        assertThat(dropped.next()).isTrue();
        assertThat(dropped.getInt(1)).isZero();
      } catch (SQLException refused) {
        assertThat(refused.getMessage()).containsAnyOf("dropped", "out of range");
      }
    }

    assertThat(Sink.numbers(ada)).containsExactly("1");
    assertThat(partitions()).isEqualTo(partitions);
  }

  private static List<String> partitions() {
    return Sink.POSTGRES.column(
        "SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'audit.entries'::regclass"
            + " ORDER BY 1");
  }
}
