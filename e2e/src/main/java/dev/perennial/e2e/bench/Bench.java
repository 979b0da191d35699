package dev.perennial.e2e.bench;

import dev.perennial.e2e.RunningSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts an empty system, measures it and the baselines of the machine, prints a table and writes
 * JSON.
 */
public final class Bench {

  private static final Duration IDLE = Duration.ofSeconds(4);
  private static final Path FILE = Path.of("e2e/target/bench.json");

  /** A strong reference, without which the logger is collected and loses its level. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private final Report report;
  private final RunningSystem system;
  private final double transactions;
  private final double bareStart;

  private Bench(RunningSystem system, Report report) throws Exception {
    this.system = system;
    this.report = report;
    report.heading("Yardsticks");
    this.transactions = Baselines.twoInsertTransactions(system.postgres());
    report.add("Two-insert transactions, 16 connections", transactions, "a second", "");
    this.bareStart = Baselines.bareServerStarts().percentile(0.5);
    report.add("Start of a bare JDK HTTP server, p50", bareStart, "ms", "");
  }

  /**
   * @param args the parts to measure, of those that {@link #parts} names; none for all
   */
  public static void main(String[] args) throws Exception {
    KAFKA.setLevel(Level.WARNING);
    var report = new Report(System.out);
    try (var system = RunningSystem.start(IDLE, "--set", "RATE_LIMIT_BURST=0")) {
      var parts = new Bench(system, report).parts();
      var wanted = args.length == 0 ? List.copyOf(parts.keySet()) : List.of(args);
      for (var name : wanted) {
        var part = parts.get(name);
        if (part == null) {
          throw new IllegalArgumentException(
              "there is no part \"%s\"; the parts are %s".formatted(name, parts.keySet()));
        }
        part.measure();
      }
    }
    report.write(FILE);
  }

  private Map<String, Part> parts() {
    var tasks = new TaskMeasurements(system, report);
    var streams = new StreamMeasurements(system, report);
    var reminders = new ReminderMeasurements(system, report);
    var audit = new AuditMeasurements(system, report);
    var parts = new LinkedHashMap<String, Part>();
    parts.put("rules", () -> RuleEngine.measure(report));
    parts.put("from-zero", () -> tasks.fromZero(bareStart));
    parts.put("api", tasks::apiLatencies);
    parts.put("next", tasks::completeToNext);
    parts.put("at-once", tasks::allAtOnce);
    parts.put("screen", streams::changeToScreen);
    parts.put("screen-from-zero", streams::fromZero);
    parts.put("reminder-from-zero", reminders::fromZero);
    parts.put("reminders", reminders::lateness);
    parts.put("memory", tasks::memory);
    parts.put("sustained", () -> tasks.sustained(transactions));
    parts.put("growth", () -> new Growth(system, report).measure());
    parts.put("feeds", () -> new LongFeed(system, report).measure());
    parts.put("claims", reminders::claims);
    parts.put("streams", streams::manyStreams);
    parts.put("audit", () -> audit.measure(transactions));
    return parts;
  }

  @FunctionalInterface
  private interface Part {
    void measure() throws Exception;
  }
}
