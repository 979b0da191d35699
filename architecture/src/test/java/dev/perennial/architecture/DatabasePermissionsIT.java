package dev.perennial.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.database.Migrator;
import dev.perennial.embedded.Certificates;
import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.Ports;
import dev.perennial.embedded.PostgresAccess;
import dev.perennial.embedded.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every role tries every kind of statement on every table: exactly what README.md says works, and
 * only over TLS with the right password.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DatabasePermissionsIT {

  private static final String OWNER_PASSWORD = "owner-password";
  private static final int CONNECTIONS = 3;

  @TempDir private static Path directory;
  private static PostgresServer postgres;

  private final FunctionTable table = FunctionTable.ofReadme();

  DatabasePermissionsIT() throws IOException {}

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres =
        new PostgresServer(
            Files.createDirectory(directory.resolve("postgres")),
            directory.resolve("postgres.log"),
            Ports.free(),
            new ChildProcesses(Files.createDirectory(directory.resolve("run"))),
            new PostgresAccess(OWNER_PASSWORD, Optional.of(certificates("certificates"))));
    postgres.start();
    var migrator = new Migrator(postgres.jdbcUrlWithTls(), postgres.owner(), OWNER_PASSWORD);
    migrator.migrate();
    for (String function : functions()) {
      migrator.allowLogin(function, password(function), CONNECTIONS);
    }
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  static Collection<String> functions() throws IOException {
    return FunctionTable.ofReadme().withLogins();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void a_role_reads_and_writes_exactly_the_tables_of_its_function(String function)
      throws SQLException {
    try (var attempts = new DatabaseAttempts(connect(function, password(function)))) {
      assertThat(attempts.tables()).containsAll(table.reads(function)).hasSizeGreaterThan(20);
      for (String each : attempts.tables()) {
        assertThat(attempts.selects(each))
            .as("select " + each)
            .isEqualTo(table.reads(function).contains(each));
        assertThat(attempts.inserts(each) | attempts.updates(each) | attempts.deletes(each))
            .as("insert, update or delete " + each)
            .isEqualTo(table.writes(function).contains(each));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void a_role_changes_no_schema_no_role_and_no_setting(String function) throws SQLException {
    try (var attempts = new DatabaseAttempts(connect(function, password(function)))) {
      for (String each : attempts.tables()) {
        assertThat(attempts.changes(each)).as(each).isFalse();
      }
      for (String schema : attempts.schemas()) {
        assertThat(attempts.createsIn(schema)).as(schema).isFalse();
      }
      assertThat(attempts.executesAsOwner()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void a_role_connects_only_with_tls_the_right_authority_and_its_password(String function)
      throws SQLException, IOException {
    String right = postgres.jdbcUrlWithTls();
    String others = certificates("others").authority().toString();

    assertRefused(postgres.jdbcUrl() + "?sslmode=disable", function, password(function), "28000");
    assertRefused(
        postgres.jdbcUrl() + "?sslmode=verify-full&sslrootcert=" + others,
        function,
        password(function),
        "08006");
    assertRefused(right, function, "wrong", "28P01");
    assertRefused(right, function, "", "08004");
    assertRefused(
        right.replace("/perennial?", "/postgres?"), function, password(function), "42501");
    connect(function, password(function)).close();
  }

  @Test
  void the_owner_needs_its_password_as_well() {
    assertRefused(postgres.jdbcUrlWithTls(), postgres.owner(), "", "08004");
    assertRefused(postgres.jdbcUrlWithTls(), postgres.owner(), "postgres", "28P01");
  }

  @Test
  void connections_use_tls_1_3_and_passwords_are_stored_as_scram_hashes() throws SQLException {
    try (var attempts = new DatabaseAttempts(connect(postgres.owner(), OWNER_PASSWORD))) {
      assertThat(attempts.column("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
          .containsExactly("TLSv1.3");
      assertThat(attempts.column("SELECT rolpassword FROM pg_authid WHERE rolcanlogin"))
          .hasSize(table.withLogins().size() + 1)
          .allMatch(hash -> hash.startsWith("SCRAM-SHA-256$4096:"));
      assertThat(attempts.column("SELECT auth_method FROM pg_hba_file_rules"))
          .containsOnly("scram-sha-256", "reject");
    }
  }

  @Test
  void a_role_that_opens_too_many_connections_is_refused_and_others_are_not() throws SQLException {
    List<Connection> open = new ArrayList<>();
    try {
      for (int number = 0; number < CONNECTIONS; number++) {
        open.add(connect("task-api", password("task-api")));
      }
      assertRefused(postgres.jdbcUrlWithTls(), "task-api", password("task-api"), "53300");
      open.add(connect("sync-push", password("sync-push")));
    } finally {
      for (Connection connection : open) {
        connection.close();
      }
    }
  }

  private static void assertRefused(String url, String user, String password, String state) {
    assertThatThrownBy(() -> DriverManager.getConnection(url, user, password).close())
        .isInstanceOf(SQLException.class)
        .extracting(refusal -> ((SQLException) refusal).getSQLState())
        .isEqualTo(state);
  }

  private static Connection connect(String user, String password) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrlWithTls(), user, password);
  }

  private static String password(String function) {
    return "password of " + function;
  }

  private static Certificates certificates(String name) throws IOException {
    return new Certificates(
        Files.createDirectories(directory.resolve(name)), InstantSource.system());
  }
}
