package dev.perennial.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresAccessIT {

  @TempDir private Path directory;

  @Test
  void the_owner_of_an_older_data_directory_gets_the_password() throws Exception {
    try (EmbeddedPostgres older =
            EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .start();
        Connection trusted = older.getPostgresDatabase().getConnection();
        Statement statement = trusted.createStatement()) {
      statement.execute("CREATE DATABASE perennial");
    }

    try (PostgresServer server = server(withTls("password"))) {
      server.start();

      connect(server, server.jdbcUrlWithTls(), "password").close();
      assertThatThrownBy(() -> connect(server, server.jdbcUrlWithTls(), ""))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void the_same_data_can_be_used_without_tls_but_not_without_a_password() throws Exception {
    try (PostgresServer server = server(withTls("password"))) {
      server.start();
    }

    try (PostgresServer server = server(new PostgresAccess("password", Optional.empty()))) {
      server.start();

      connect(server, server.jdbcUrl() + "?sslmode=disable", "password").close();
      assertThatThrownBy(() -> connect(server, server.jdbcUrl(), "wrong"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void a_certificate_that_ends_soon_is_replaced_at_the_next_start() throws Exception {
    Instant longAgo = Instant.now().minus(Duration.ofDays(300));
    try (PostgresServer server = server(withTls("password", () -> longAgo))) {
      server.start();
      connect(server, server.jdbcUrlWithTls(), "password").close();
    }
    Path certificate = directory.resolve("certificates/postgres-server.crt");
    String before = Files.readString(certificate);
    PostgresAccess access = withTls("password");
    assertThat(access.isRenewalDue()).isTrue();

    try (PostgresServer server = server(access)) {
      server.start();

      assertThat(access.isRenewalDue()).isFalse();
      assertThat(certificate).content().isNotEqualTo(before);
      connect(server, server.jdbcUrlWithTls(), "password").close();
    }
  }

  @Test
  void neither_the_password_nor_a_rule_that_trusts_stays_in_a_file() throws Exception {
    try (PostgresServer server = server(withTls("the-password"))) {
      server.start();
    }

    try (var files = Files.walk(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".conf")).toList())
          .hasSizeGreaterThan(2)
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file).lines())
                      .noneMatch(line -> line.matches("^(local|host).*\\btrust\\b.*")));
    }
    assertThat(directory.resolve("data-password")).doesNotExist();
  }

  private PostgresServer server(PostgresAccess access) throws IOException {
    return new PostgresServer(
        directory.resolve("data"),
        directory.resolve("postgres.log"),
        Ports.free(),
        new ChildProcesses(Files.createDirectories(directory.resolve("run"))),
        access);
  }

  private PostgresAccess withTls(String password) throws IOException {
    return withTls(password, InstantSource.system());
  }

  private PostgresAccess withTls(String password, InstantSource clock) throws IOException {
    Path certificates = Files.createDirectories(directory.resolve("certificates"));
    return new PostgresAccess(password, Optional.of(new Certificates(certificates, clock)));
  }

  private static Connection connect(PostgresServer server, String url, String password)
      throws SQLException {
    return DriverManager.getConnection(url, server.owner(), password);
  }
}
