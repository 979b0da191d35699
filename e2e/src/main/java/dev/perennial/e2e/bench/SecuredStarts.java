package dev.perennial.e2e.bench;

import dev.perennial.e2e.RunningSystem;
import java.time.Duration;
import java.util.ArrayList;

/**
 * What TLS and passwords cost a cold start. The same starts are measured alternately on a system
 * without them, so that other load on the machine affects both.
 */
record SecuredStarts(RunningSystem secured, Report report) {

  private static final int TIMES = 15;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final String FUNCTION = "task-api";

  void measure() {
    report.heading("Cold start with TLS and passwords, beside one without");
    var without = new ArrayList<Duration>();
    var with = new ArrayList<Duration>();
    try (var plain = RunningSystem.start(IDLE, "--plain", "--set", "RATE_LIMIT_BURST=0")) {
      for (int i = 0; i < TIMES; i++) {
        without.add(coldStart(plain));
        with.add(coldStart(secured));
      }
    }
    add(Latencies.of(without), Latencies.of(with));
  }

  private void add(Latencies without, Latencies with) {
    double plain = without.percentile(0.5);
    double secure = with.percentile(0.5);
    report.add(FUNCTION + " without, p50 of " + without.count(), plain, "ms", "");
    report.add(FUNCTION + " with, p50 of " + with.count(), secure, "ms", "");
    report.add("Difference", secure - plain, "ms", "to stay under: 150");
    report.add("Ratio", secure / plain, "times", "");
  }

  /** From the start of the process to the response to its first request, which reads rows. */
  private static Duration coldStart(RunningSystem system) {
    new ScaledToZero(system).await();
    var _ = system.person("ada").all("open");
    return Duration.ofMillis(system.function(FUNCTION).path("lastColdStartMs").asLong());
  }
}
