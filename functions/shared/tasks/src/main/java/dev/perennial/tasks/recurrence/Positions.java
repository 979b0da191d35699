package dev.perennial.tasks.recurrence;

import java.util.BitSet;
import java.util.Collection;

/**
 * Places in a row, as RFC 5545 counts them: from the start, the first being 1, or from the end, the
 * last being -1.
 */
final class Positions {

  /** The longest row is a leap year's days. */
  private static final int LONGEST = 366;

  static final Positions EVERY = new Positions();

  static {
    EVERY.fromStart.set(1, LONGEST + 1);
  }

  private final BitSet fromStart = new BitSet();
  private final BitSet fromEnd = new BitSet();

  private Positions() {}

  static Positions of(Collection<Integer> numbers) {
    Positions positions = new Positions();
    for (int number : numbers) {
      if (number > 0) {
        positions.fromStart.set(number);
      } else {
        positions.fromEnd.set(-number);
      }
    }
    return positions;
  }

  Positions and(Positions others) {
    Positions both = new Positions();
    both.fromStart.or(fromStart);
    both.fromStart.or(others.fromStart);
    both.fromEnd.or(fromEnd);
    both.fromEnd.or(others.fromEnd);
    return both;
  }

  /**
   * @param place the first is 1
   * @param length of the row
   */
  boolean hold(int place, int length) {
    return fromStart.get(place) || fromEnd.get(length + 1 - place);
  }

  /** Whether one of them is beyond the end of a row of this length. */
  boolean reachBeyond(int length) {
    return fromStart.nextSetBit(length + 1) >= 0;
  }
}
