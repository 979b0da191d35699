package dev.perennial.e2e.bench;

import dev.perennial.e2e.FreePort;
import dev.perennial.e2e.Http;
import dev.perennial.e2e.Pause;
import dev.perennial.e2e.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The limits of this machine, measured in the same run. */
final class Baselines {

  private static final int CONNECTIONS = 16;
  private static final Duration MEASURED = Duration.ofSeconds(5);
  private static final int STARTS = 5;

  private Baselines() {}

  /** Transactions of two inserts a second, over 16 connections, on the system's own Postgres. */
  static double twoInsertTransactions(Postgres postgres)
      throws InterruptedException, ExecutionException {
    postgres.execute(
        """
        CREATE SCHEMA IF NOT EXISTS bench;
        CREATE TABLE bench.ledger (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), data text);
        CREATE TABLE bench.effect (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), data text);
        """);
    var end = System.nanoTime() + MEASURED.toNanos();
    long done = 0;
    for (var one : inParallel(CONNECTIONS, () -> insertUntil(postgres, end))) {
      done += one;
    }
    postgres.execute("DROP SCHEMA bench CASCADE");
    return done / (double) MEASURED.toSeconds();
  }

  private static long insertUntil(Postgres postgres, long end) throws SQLException {
    long done = 0;
    try (var connection = postgres.connect();
        var ledger = connection.prepareStatement("INSERT INTO bench.ledger (data) VALUES (?)");
        var effect = connection.prepareStatement("INSERT INTO bench.effect (data) VALUES (?)")) {
      connection.setAutoCommit(false);
      while (System.nanoTime() < end) {
        ledger.setString(1, "an event");
        ledger.executeUpdate();
        effect.setString(1, "its effect");
        effect.executeUpdate();
        connection.commit();
        done++;
      }
    }
    return done;
  }

  /** From process start to the first response of a minimal server. */
  static Latencies bareServerStarts() throws IOException {
    var starts = new ArrayList<Duration>();
    for (int i = 0; i < STARTS; i++) {
      starts.add(bareServerStart());
    }
    return Latencies.of(starts);
  }

  private static Duration bareServerStart() throws IOException {
    var port = FreePort.find();
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var started = System.nanoTime();
    var process =
        new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BareServer.class.getName(),
                Integer.toString(port))
            .inheritIO()
            .start();
    try {
      var http = new Http(URI.create("http://127.0.0.1:" + port));
      while (!answers(http)) {
        if (!process.isAlive()) {
          throw new IllegalStateException("the bare server did not start");
        }
        Pause.millis(2);
      }
      return Duration.ofNanos(System.nanoTime() - started);
    } finally {
      process.destroy();
    }
  }

  private static boolean answers(Http http) {
    try {
      return http.get("/").statusCode() == 204;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** Runs the same work this many times concurrently. */
  static <T> List<T> inParallel(int times, Callable<T> work)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(times)) {
      var results = new ArrayList<T>();
      var running = new ArrayList<Future<T>>();
      for (int i = 0; i < times; i++) {
        running.add(threads.submit(work));
      }
      for (var one : running) {
        results.add(one.get());
      }
      return results;
    }
  }
}
