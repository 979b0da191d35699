package dev.perennial.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.database.Migrator;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Row-level security binds an owner of the tables who is no superuser, too. */
class OrdinaryOwnerIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final String OWNER = "ordinary_owner";

  @Test
  void erasing_and_sweeping_work_in_a_database_whose_owner_is_no_superuser() throws SQLException {
    POSTGRES.execute("CREATE ROLE ordinary_owner LOGIN CREATEROLE PASSWORD 'ordinary'");
    POSTGRES.execute("CREATE DATABASE ordinary OWNER ordinary_owner");
    var url =
        POSTGRES.settings("reminder-scheduler").databaseUrl().replaceFirst("/[^/]*$", "/ordinary");
    new Migrator(url, OWNER, "ordinary").migrate();
    try (var superuser = DriverManager.getConnection(url, "postgres", "postgres");
        var database =
            Database.open(POSTGRES.settings("reminder-scheduler", Map.of("DATABASE_URL", url)))) {
      parked(superuser, "of ada", "ada", "1 day");
      parked(superuser, "of grace", "grace", "1 day");
      parked(superuser, "old", "grace", "31 days");
      execute(
          superuser,
          """
          INSERT INTO runtime.outbox (id, producer, topic, attributes, data, refused_at, refused_reason)
          VALUES (gen_random_uuid(), 'task-api', 't', '{"owner": "ada", "type": "any"}', 'a title', now(), 'too large')
          """);

      execute(superuser, "INSERT INTO tasks.erasures VALUES ('ada', now() + interval '1 hour')");

      var erasedAt = new RecordedErasures(database).confirm("ada", Instant.now());
      new ParkedEvents(database).erase("ada", erasedAt);
      int swept = new Sweep(database, 30).run();

      assertThat(swept).isEqualTo(1);
      assertThat(
              text(
                  superuser,
                  "SELECT string_agg(event_id || ' ' || state, ', ' ORDER BY event_id) FROM"
                      + " runtime.ledger"))
          .isEqualTo("of ada ERASED, of grace PARKED");
      assertThat(text(superuser, "SELECT count(*) FROM runtime.outbox")).isEqualTo("0");
    }
  }

  private static void parked(Connection connection, String event, String owner, String ago)
      throws SQLException {
    execute(
        connection,
        """
        INSERT INTO runtime.ledger
          (consumer, source, event_id, event_type, state, attempts, reason, attributes, data, received_at, changed_at)
        VALUES ('audit-sink', '/test', '%1$s', 'any', 'PARKED', 4, 'it failed', '{"owner": "%2$s"}', 'a title',
                now() - interval '%3$s', now() - interval '%3$s')
        """
            .formatted(event, owner, ago));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
