package dev.perennial.local.infra;

import dev.perennial.database.Migrator;
import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.KafkaBroker;
import dev.perennial.embedded.Ports;
import dev.perennial.embedded.PostgresServer;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.mail.MailCaptureServer;
import dev.perennial.local.push.PushCaptureServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Postgres, Kafka, the issuer, and the capture servers for mail and pushes of one data directory.
 */
public final class Infrastructure implements AutoCloseable {

  // The server requires no password on the loopback address, so everybody on this
  // machine may be the owner.
  private static final String NO_PASSWORD = "";

  private final PostgresServer postgres;
  private final KafkaBroker kafka;
  private final Issuer issuer;
  private final MailCaptureServer mail;
  private final PushCaptureServer push;
  private final Consumer<String> progress;
  private final InstantSource clock;

  /**
   * @param ports stores the port of each part across restarts
   * @param progress receives a line for each part that has started
   */
  public Infrastructure(
      DataDirectory data,
      Ports ports,
      ChildProcesses children,
      Consumer<String> progress,
      InstantSource clock) {
    Path logs = data.directory("logs");
    this.postgres =
        new PostgresServer(
            data.directory("postgres"),
            logs.resolve("postgres.log"),
            ports.portFor("postgres"),
            children);
    this.kafka =
        new KafkaBroker(
            data.directory("kafka"),
            logs.resolve("kafka.log"),
            ports.portFor("kafka"),
            ports.portFor("kafka-controller"),
            children);
    this.issuer = new Issuer(data.file("issuer-key.json"), ports.portFor("issuer"));
    this.mail = new MailCaptureServer(ports.portFor("mail"), clock);
    this.push =
        new PushCaptureServer(ports.portFor("push"), data.file("firebase-credentials.json"), clock);
    this.progress = progress;
    this.clock = clock;
  }

  /** Starts all parts concurrently and migrates the database. */
  public void start() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.allOf(
              CompletableFuture.runAsync(this::startPostgres, threads),
              CompletableFuture.runAsync(this::startKafka, threads),
              CompletableFuture.runAsync(this::startIssuer, threads),
              CompletableFuture.runAsync(this::startMail, threads),
              CompletableFuture.runAsync(this::startPush, threads))
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StartupException cause
          ? cause
          : new StartupException(e.getCause().toString(), e);
    }
  }

  private void startPostgres() {
    Instant begin = clock.instant();
    postgres.start();
    migrator().migrate();
    report("Postgres", postgres.jdbcUrl(), begin);
  }

  private void startKafka() {
    Instant begin = clock.instant();
    kafka.start();
    report("Kafka", kafka.bootstrapServers(), begin);
  }

  private void startIssuer() {
    Instant begin = clock.instant();
    issuer.start();
    report("Issuer", issuer.url(), begin);
  }

  private void startMail() {
    Instant begin = clock.instant();
    mail.start();
    report("Mail", mail.address(), begin);
  }

  private void startPush() {
    Instant begin = clock.instant();
    push.start();
    report("Push", push.address(), begin);
  }

  private void report(String part, String where, Instant begin) {
    long millis = Duration.between(begin, clock.instant()).toMillis();
    progress.accept("  %-9s %s (%.1f s)".formatted(part, where, millis / 1000.0));
  }

  private Migrator migrator() {
    return new Migrator(postgres.jdbcUrl(), postgres.owner(), NO_PASSWORD);
  }

  /** Sets the password of a function's database role and allows it to log in. */
  public void grantLogin(String role, String password) {
    try {
      migrator().letIn(role, password);
    } catch (SQLException e) {
      throw new StartupException(
          "the database has no role for %s: %s".formatted(role, e.getMessage()), e);
    }
  }

  /** Returns the environment variables by which functions find the parts. */
  public Map<String, String> settings() {
    var settings = new TreeMap<String, String>();
    settings.put("DATABASE_URL", postgres.jdbcUrl());
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    settings.put("OIDC_ISSUER", issuer.url());
    settings.put("OIDC_AUDIENCE", Issuer.AUDIENCE);
    settings.put("OIDC_JWKS_URI", issuer.keysUrl());
    settings.put("OIDC_ALGORITHMS", "RS256");
    settings.put("LOG_FORMAT", "text");
    settings.put("BIND_ADDRESS", "127.0.0.1");
    settings.putAll(mail.settings());
    settings.putAll(push.settings());
    return settings;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public KafkaBroker kafka() {
    return kafka;
  }

  public Issuer issuer() {
    return issuer;
  }

  public MailCaptureServer mail() {
    return mail;
  }

  public PushCaptureServer push() {
    return push;
  }

  /** Stops all parts. */
  @Override
  public void close() {
    try (postgres;
        kafka;
        issuer;
        mail;
        push) {
      // Every part is closed, even if another one fails.
    }
  }
}
