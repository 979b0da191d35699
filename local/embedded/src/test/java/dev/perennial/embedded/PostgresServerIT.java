package dev.perennial.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

  @TempDir static Path directory;
  private static PostgresServer postgres;

  @BeforeAll
  static void start() throws IOException {
    postgres =
        new PostgresServer(
            directory.resolve("data"),
            directory.resolve("postgres.log"),
            Ports.free(),
            new ChildProcesses(Files.createDirectory(directory.resolve("run"))),
            new PostgresAccess(
                "owner-password",
                Optional.of(
                    new Certificates(
                        Files.createDirectory(directory.resolve("certificates")),
                        InstantSource.system()))));
    postgres.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void commits_are_flushed_to_disk() throws SQLException {
    assertThat(query("SHOW fsync")).isEqualTo("on");
    assertThat(query("SHOW synchronous_commit")).isEqualTo("on");
  }

  @Test
  void data_and_address_survive_a_restart() throws SQLException {
    execute("CREATE TABLE kept (value text)");
    execute("INSERT INTO kept VALUES ('still here')");
    long before = postgres.pid();

    postgres.stop();
    assertThat(postgres.pid()).isZero();
    postgres.start();

    assertThat(postgres.pid()).isPositive().isNotEqualTo(before);
    assertThat(query("SELECT value FROM kept")).isEqualTo("still here");
  }

  @Test
  void a_killed_server_starts_again_with_its_data() throws SQLException {
    execute("CREATE TABLE committed (value text)");
    ProcessHandle killed = ProcessHandle.of(postgres.pid()).orElseThrow();

    killed.destroyForcibly();
    killed.onExit().join();
    postgres.stop();
    postgres.start();

    assertThat(query("SELECT count(*) FROM committed")).isEqualTo("0");
  }

  @Test
  void a_role_connects_to_the_database_of_perennial_only() throws SQLException {
    execute("CREATE ROLE visitor LOGIN PASSWORD 'secret'");

    DriverManager.getConnection(postgres.jdbcUrlWithTls(), "visitor", "secret").close();
    for (String other : List.of("postgres", "template1")) {
      String url = postgres.jdbcUrlWithTls().replace("/perennial?", "/" + other + "?");
      assertThatThrownBy(() -> DriverManager.getConnection(url, "visitor", "secret"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("permission denied for database \"" + other + "\"");
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrlWithTls(), postgres.owner(), "owner-password");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
