package dev.perennial.e2e.bench;

import dev.perennial.e2e.RunningSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts a fresh system, measures it beside the yardsticks of the same run, prints a table and
 * writes JSON.
 */
public final class Bench {

  private static final Duration IDLE = Duration.ofSeconds(4);

  /** Kept, for a logger that nobody holds forgets its level. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private Bench() {}

  /**
   * @param args the JSON's file; {@code e2e/target/bench.json} unless given
   */
  public static void main(String[] args) throws Exception {
    KAFKA.setLevel(Level.WARNING);
    var file = Path.of(args.length > 0 ? args[0] : "e2e/target/bench.json");
    var report = new Report(System.out);
    try (var system = RunningSystem.start(IDLE, "--set", "RATE_LIMIT_BURST=0")) {
      report.heading("Yardsticks");
      var transactions = Yardsticks.twoInsertTransactions(system.postgres());
      report.add("Two-insert transactions, 16 connections", transactions, "a second", "");
      var bareStart = Yardsticks.bareServerStarts().percentile(0.5);
      report.add("Start of a bare JDK HTTP server, p50", bareStart, "ms", "");

      RuleEngine.measure(report);
      var measurements = new Measurements(system, report);
      measurements.fromZero(bareStart);
      measurements.apiLatencies();
      measurements.completeToNext();
      var following = new Following(system, report);
      following.changeToScreen();
      following.fromZero();
      measurements.allAtOnce();
      measurements.memory();
      measurements.sustained(transactions);
      new Growth(system, report).measure();
      following.manyStreams();
    }
    report.write(file);
  }
}
