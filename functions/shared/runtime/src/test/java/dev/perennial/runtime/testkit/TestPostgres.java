package dev.perennial.runtime.testkit;

import dev.perennial.database.Migrator;
import dev.perennial.runtime.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A real Postgres with the real migrations, one for all tests of a JVM; its own session zone is not
 * UTC.
 */
public final class TestPostgres {

  private static final String PASSWORD = "secret";

  private final EmbeddedPostgres server;

  private TestPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /** The one of this JVM, started on first use. */
  public static TestPostgres shared() {
    return Shared.INSTANCE;
  }

  /** The surroundings of this function: this database, and a Kafka that is not there. */
  public Settings settings(String function) {
    return settings(function, Map.of());
  }

  /** As {@link #settings(String)}, with more variables or others. */
  public Settings settings(String function, Map<String, String> more) {
    try {
      new Migrator(url(), "postgres", "postgres").allowLogin(function, PASSWORD);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    var env = new HashMap<String, String>();
    env.put("DATABASE_URL", url());
    env.put("DATABASE_PASSWORD", PASSWORD);
    // Nothing leaves this machine, and the e2e tests run with TLS and passwords.
    env.put("DATABASE_SSL_MODE", "disable");
    env.put("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT");
    env.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    env.put("BIND_ADDRESS", "127.0.0.1");
    env.put("PORT", "0");
    env.put("LOG_FORMAT", "text");
    env.putAll(more);
    return new Settings(function, env);
  }

  /** A connection of the owner's, who sees and may do everything. */
  public Connection owner() throws SQLException {
    return server.getPostgresDatabase().getConnection();
  }

  /** Runs a statement as the owner. */
  public void execute(String sql) {
    try (var connection = owner();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /**
   * Records that this user has erased themself, as task-api does. Without it no function confirms
   * the event {@code profile.deleted} of this user.
   *
   * @param at the time of the event
   */
  public void recordErasure(String user, Instant at) {
    try (var connection = owner();
        var insert =
            connection.prepareStatement(
                "INSERT INTO tasks.erasures (user_id, erased_at) VALUES (?, ?)")) {
      insert.setString(1, user);
      insert.setTimestamp(2, Timestamp.from(at));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of what the owner's query gives, as text. */
  public List<String> column(String sql) {
    try (var connection = owner();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private String url() {
    return server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
  }

  private static final class Shared {
    private static final TestPostgres INSTANCE = start();

    private static TestPostgres start() {
      try {
        var postgres =
            new TestPostgres(
                EmbeddedPostgres.builder()
                    .setServerConfig("timezone", "Pacific/Chatham")
                    .setServerConfig("max_connections", "200")
                    .start());
        new Migrator(postgres.url(), "postgres", "postgres").migrate();
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
