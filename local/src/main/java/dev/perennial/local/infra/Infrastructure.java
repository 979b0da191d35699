package dev.perennial.local.infra;

import dev.perennial.database.Migrator;
import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.KafkaBroker;
import dev.perennial.embedded.OwnerOnlyFile;
import dev.perennial.embedded.Ports;
import dev.perennial.embedded.PostgresServer;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.mail.MailCaptureServer;
import dev.perennial.local.push.PushCaptureServer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import java.util.stream.Collectors;

/**
 * Postgres, Kafka, the issuer, and the capture servers for mail and pushes of one data directory.
 */
public final class Infrastructure implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Infrastructure.class.getName());

  private static final String OWNER_FILE = "postgres-owner.properties";
  private static final String ADMIN_FILE = "kafka-admin.properties";

  private final PostgresServer postgres;
  private final KafkaBroker kafka;
  private final IssuerServer issuer;
  private final MailCaptureServer mail;
  private final PushCaptureServer push;
  private final DataDirectory data;
  private final Security security;
  private final KafkaUsers users;
  private final Consumer<String> progress;
  private final InstantSource clock;

  /**
   * @param ports stores the port of each part across restarts
   * @param security how clients connect to Postgres and Kafka
   * @param users that Kafka gets
   * @param progress receives a line for each part that has started
   */
  public Infrastructure(
      DataDirectory data,
      Ports ports,
      ChildProcesses children,
      Security security,
      KafkaUsers users,
      Consumer<String> progress,
      InstantSource clock) {
    Path logs = data.directory("logs");
    this.data = data;
    this.security = security;
    this.users = users;
    this.postgres =
        new PostgresServer(
            data.directory("postgres"),
            logs.resolve("postgres.log"),
            ports.portFor("postgres"),
            children,
            security.postgres());
    this.kafka =
        new KafkaBroker(
            data.directory("kafka"),
            logs.resolve("kafka.log"),
            ports.portFor("kafka"),
            ports.portFor("kafka-controller"),
            children,
            security.kafka());
    this.issuer = new IssuerServer(data.file("issuer-key.json"), ports.portFor("issuer"));
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
    OwnerOnlyFile.write(
        data.file(OWNER_FILE),
        "url=%s\nuser=%s\npassword=%s\n"
            .formatted(
                postgres.jdbcUrlWithTls(), postgres.owner(), postgres.access().ownerPassword()));
    migrator().migrate();
    report("Postgres", postgres.jdbcUrl(), begin);
  }

  private void startKafka() {
    Instant begin = clock.instant();
    kafka.start();
    OwnerOnlyFile.write(data.file(ADMIN_FILE), text(kafka.clients().adminProperties()));
    users.ensure(kafka.clients());
    report("Kafka", kafka.bootstrapServers(), begin);
  }

  private static String text(Map<String, Object> properties) {
    return properties.entrySet().stream()
        .map(property -> "%s=%s\n".formatted(property.getKey(), property.getValue()))
        .collect(Collectors.joining());
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
    return new Migrator(
        postgres.jdbcUrlWithTls(), postgres.owner(), postgres.access().ownerPassword());
  }

  /**
   * Sets the password of a function's database role and allows it to log in.
   *
   * @param connections maximum number of the role's connections
   */
  public void grantLogin(String role, String password, int connections) {
    try {
      migrator().allowLogin(role, password, connections);
    } catch (SQLException e) {
      throw new StartupException(
          "the database has no role for %s: %s".formatted(role, e.getMessage()), e);
    }
  }

  /**
   * Restarts Postgres and Kafka with new certificates if theirs end soon. Otherwise does nothing.
   */
  public void renewCertificatesIfDue() {
    if (security.isRenewalDue()) {
      LOG.log(Level.INFO, "The certificates end soon; Postgres and Kafka restart with new ones");
      restartServers();
    }
  }

  /** Restarts Postgres and Kafka with new certificates of the same authority. */
  public void replaceCertificates() {
    security.expireCertificates();
    restartServers();
  }

  private void restartServers() {
    postgres.stop();
    postgres.start();
    kafka.stop();
    kafka.start();
  }

  /** Returns the environment variables by which functions find the parts. */
  public Map<String, String> settings() {
    var settings = new TreeMap<String, String>();
    settings.put("DATABASE_URL", postgres.jdbcUrl());
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    settings.put("OIDC_ISSUER", issuer.url());
    settings.put("OIDC_AUDIENCE", IssuerServer.AUDIENCE);
    settings.put("OIDC_JWKS_URI", issuer.keysUrl());
    settings.put("OIDC_ALGORITHMS", "RS256");
    if (!kafka.clients().isSecured()) {
      settings.put("DATABASE_SSL_MODE", "disable");
      settings.put("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT");
    }
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

  public IssuerServer issuer() {
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
