package dev.perennial.auditsink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the role audit-sink may do. */
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
    sink.entered(ada, 1);
    var partitions = partitions();
    assertThat(partitions).hasSizeGreaterThan(3);

    var settings = Sink.POSTGRES.settings("audit-sink");
    try (var connection =
            DriverManager.getConnection(
                settings.databaseUrl(), "audit-sink", settings.databasePassword());
        var attempt = connection.createStatement()) {
      try (var dropped = attempt.executeQuery("SELECT audit.drop_before(%s)".formatted(oldest))) {
        assertThat(dropped.next()).isTrue();
        assertThat(dropped.getInt(1)).isZero();
      } catch (SQLException refused) {
        assertThat(refused.getMessage()).contains("dropped");
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
