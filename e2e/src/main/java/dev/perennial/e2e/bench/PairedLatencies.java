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

  void addRatio(Report report, String what) {
    report.add(what, many.percentile(0.5) / few.percentile(0.5), "times", "to stay under: 1.3");
  }
}
