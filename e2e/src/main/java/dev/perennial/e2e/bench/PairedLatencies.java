package dev.perennial.e2e.bench;

import java.util.Arrays;

/**
 * How long the same work takes on few rows and on many, done by turns: whatever else the machine
 * does meanwhile meets both, and their ratio is that of the rows.
 */
record Beside(Latencies few, Latencies many) {

  /**
   * Does each that many times.
   *
   * @param before what is done before each, and not timed
   */
  static Beside timed(int times, Runnable before, Runnable onFew, Runnable onMany) {
    var few = new long[times];
    var many = new long[times];
    for (int i = 0; i < times; i++) {
      few[i] = Latencies.nanos(before, onFew);
      many[i] = Latencies.nanos(before, onMany);
    }
    Arrays.sort(few);
    Arrays.sort(many);
    return new Beside(new Latencies(few), new Latencies(many));
  }

  void addRatio(Report report, String what) {
    report.add(what, many.percentile(0.5) / few.percentile(0.5), "times", "to stay under: 1.3");
  }
}
