package dev.perennial.e2e.bench;

import java.util.Arrays;

/**
 * The latencies of the same work on few rows and on many. The two are measured alternately, so that
 * other load on the machine affects both and their ratio depends on the rows alone.
 */
record PairedLatencies(Latencies few, Latencies many) {

  /**
   * Measures each this many times.
   *
   * @param before is run before each and not measured
   */
  static PairedLatencies timed(int times, Runnable before, Runnable onFew, Runnable onMany) {
    var few = new long[times];
    var many = new long[times];
    for (int i = 0; i < times; i++) {
      few[i] = Latencies.nanos(before, onFew);
      many[i] = Latencies.nanos(before, onMany);
    }
    Arrays.sort(few);
    Arrays.sort(many);
    return new PairedLatencies(new Latencies(few), new Latencies(many));
  }

  void addTo(Report report, String what, Target target) {
    report.add(what + ", few rows", few, "");
    report.add(what + ", many rows", many, "");
    report.add(what + ", ratio of p50", many.percentile(0.5) / few.percentile(0.5), "times", "");
    report.measured(target, many.percentile(0.5), few.percentile(0.5));
  }
}
