package dev.perennial.e2e.bench;

import java.util.List;
import java.util.stream.IntStream;

/** Medians of measurements that were taken by turns. */
final class Medians {

  private Medians() {}

  static double of(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The median of the ratios of the same round, so that other load affects both sides. */
  static double ratio(List<Double> values, List<Double> yardsticks) {
    return of(
        IntStream.range(0, values.size())
            .mapToObj(i -> values.get(i) / yardsticks.get(i))
            .toList());
  }
}
