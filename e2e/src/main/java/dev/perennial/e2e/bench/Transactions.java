package dev.perennial.e2e.bench;

import dev.perennial.e2e.Postgres;
import dev.perennial.e2e.RunningSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Transactions of two inserts on the system's own Postgres: by pgbench if it is installed, else by
 * Java, which sends both inserts and the commit at once.
 *
 * @param byPgbench whether pgbench was found
 */
record Transactions(RunningSystem system, Postgres postgres, boolean byPgbench) {

  private static final Path SCRIPT = Path.of("e2e/target/two-inserts.sql");
  private static final String INSERTS =
      """
      BEGIN;
      INSERT INTO bench.ledger (id) VALUES (gen_random_uuid()::text) ON CONFLICT DO NOTHING;
      INSERT INTO bench.effects (data) VALUES ('its effect');
      COMMIT;
      """;

  /** The environment variables of pgbench, by the parameters in the address of the driver. */
  private static final Map<String, String> LIBPQ =
      Map.of("sslmode", "PGSSLMODE", "sslrootcert", "PGSSLROOTCERT");

  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

  /**
   * @param tps transactions a second
   * @param postgresCpuMillis CPU of all Postgres processes for each of them
   */
  record Rate(double tps, double postgresCpuMillis) {}

  /** Creates the tables that all servers of the bench insert into. */
  static Transactions create(RunningSystem system) {
    var postgres = system.postgres();
    postgres.execute(
        """
        CREATE SCHEMA IF NOT EXISTS bench;
        CREATE TABLE IF NOT EXISTS bench.ledger (id text PRIMARY KEY, received_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE IF NOT EXISTS bench.effects (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), data text NOT NULL);
        """);
    return new Transactions(system, postgres, isInstalled());
  }

  String by() {
    return byPgbench ? "pgbench" : "Java, pipelined, for want of pgbench";
  }

  /** Runs them for this long. */
  Rate measure(int connections, Duration time)
      throws IOException, InterruptedException, ExecutionException {
    long before = CpuByPart.ofPostgres(system);
    double tps = byPgbench ? pgbench(connections, time) : java(connections, time);
    long used = CpuByPart.ofPostgres(system) - before;
    return new Rate(tps, used / (tps * time.toSeconds()));
  }

  private double pgbench(int connections, Duration time) throws IOException, InterruptedException {
    Files.writeString(SCRIPT, INSERTS);
    var address = URI.create(postgres.url().substring("jdbc:".length()));
    var builder =
        new ProcessBuilder(
                "pgbench",
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + connections,
                "--jobs=" + Math.min(connections, 2),
                "--time=" + time.toSeconds(),
                "--file=" + SCRIPT,
                "--host=" + address.getHost(),
                "--port=" + address.getPort(),
                "--username=" + postgres.user(),
                address.getPath().substring(1))
            .redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", postgres.password());
    var tls = postgres.parameters();
    LIBPQ.forEach(
        (parameter, variable) -> {
          if (tls.containsKey(parameter)) {
            builder.environment().put(variable, tls.get(parameter));
          }
        });
    var process = builder.start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher tps = TPS.matcher(printed);
    if (process.waitFor() != 0 || !tps.find()) {
      throw new IOException("pgbench failed: " + printed);
    }
    return Double.parseDouble(tps.group(1));
  }

  private double java(int connections, Duration time)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + time.toNanos();
    long done =
        Baselines.inParallel(connections, () -> insertUntil(end)).stream()
            .mapToLong(Long::longValue)
            .sum();
    return done / (double) time.toSeconds();
  }

  /** Two statements in one: the driver sends them together, as one transaction. */
  private long insertUntil(long end) throws SQLException {
    long done = 0;
    try (var connection = postgres.connect();
        var inserts =
            connection.prepareStatement(
                "INSERT INTO bench.ledger (id) VALUES (gen_random_uuid()::text) ON CONFLICT DO"
                    + " NOTHING; INSERT INTO bench.effects (data) VALUES ('its effect')")) {
      for (; System.nanoTime() < end; done++) {
        inserts.execute();
      }
    }
    return done;
  }

  private static boolean isInstalled() {
    try {
      return new ProcessBuilder("pgbench", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
