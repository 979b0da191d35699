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
 * Starts an empty system, measures the limits of the machine and the parts of the system, prints a
 * table of what is to be reached and writes JSON.
 */
public final class Bench {

  private static final Duration IDLE = Duration.ofSeconds(4);
  private static final Path FILE = Path.of("e2e/target/bench.json");

  /** Needs a build of its own, so that it is measured only if it is named. */
  private static final String PEERS = "peers";

  /** A strong reference, without which the logger is collected and loses its level. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private Bench() {}

  /**
   * @param args the parts to measure, of those that {@link #parts} names; none for all but the
   *     peers; or {@code compare} and two files
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 3 && args[0].equals("compare")) {
      Comparison.of(Path.of(args[1]), Path.of(args[2])).print(System.out);
      return;
    }
    KAFKA.setLevel(Level.WARNING);
    measure(List.of(args));
  }

  private static void measure(List<String> names) throws Exception {
    var report = new Report(System.out);
    try (var system = RunningSystem.start(IDLE, "--set", "RATE_LIMIT_BURST=0")) {
      measure(names, system, report);
    } finally {
      // Also if a part has failed: the others took minutes.
      report.printRows();
      report.write(FILE);
    }
  }

  private static void measure(List<String> names, RunningSystem system, Report report)
      throws Exception {
    var transactions = Transactions.create(system);
    var bare = Baselines.bareServer(system);
    var parts = parts(system, report, transactions, bare);
    for (var name : names) {
      if (!parts.containsKey(name)) {
        throw new IllegalArgumentException(
            "there is no part \"%s\"; the parts are %s".formatted(name, parts.keySet()));
      }
    }
    Baselines.measure(report, transactions, bare);
    for (var part : parts.entrySet()) {
      if (names.isEmpty() ? !part.getKey().equals(PEERS) : names.contains(part.getKey())) {
        part.getValue().measure();
      }
    }
  }

  private static Map<String, Part> parts(
      RunningSystem system, Report report, Transactions transactions, ServerProcess bare) {
    var tasks = new TaskMeasurements(system, report);
    var streams = new StreamMeasurements(system, report);
    var reminders = new ReminderMeasurements(system, report);
    var starts = new Starts(system, report, bare, transactions);
    var parts = new LinkedHashMap<String, Part>();
    parts.put("rules", () -> RuleEngine.measure(report));
    parts.put("starts", starts::coldStarts);
    parts.put(PEERS, () -> new Peers(system, report, starts, bare).measure());
    parts.put("resident", starts::memory);
    parts.put("from-zero", tasks::fromZero);
    parts.put("secured-from-zero", () -> new SecuredStarts(system, report).measure());
    parts.put("api", tasks::apiLatencies);
    parts.put("next", tasks::completeToNext);
    parts.put("at-once", () -> new Burst(system, report).measure());
    parts.put("events", starts::rate);
    parts.put("sustained", tasks::sustained);
    parts.put("screen", streams::changeToScreen);
    parts.put("screen-from-zero", streams::fromZero);
    parts.put("reminder-from-zero", reminders::fromZero);
    parts.put("reminders", reminders::spread);
    parts.put("reminders-at-once", reminders::ofOneInstant);
    parts.put("growth", () -> new Growth(system, report).measure());
    parts.put("feeds", () -> new LongFeed(system, report).measure());
    parts.put("audit-pages", () -> new AuditPages(system, report).measure());
    parts.put("claims", reminders::claims);
    parts.put("streams", streams::manyStreams);
    parts.put("crowd", () -> new StreamCrowd(system, report).measure());
    parts.put("audit", () -> new AuditMeasurements(system, report).measure());
    return parts;
  }

  @FunctionalInterface
  private interface Part {
    void measure() throws Exception;
  }
}
