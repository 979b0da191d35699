package dev.perennial.tasks.recurrence;

import java.util.BitSet;
import java.util.Collection;

/**
 * Positions in a row, as RFC 5545 counts them: from the start, 1 being the first, or from the end,
 * -1 being the last.
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

  /** The positions that are in either. */
  Positions union(Positions others) {
    Positions union = new Positions();
    union.fromStart.or(fromStart);
    union.fromStart.or(others.fromStart);
    union.fromEnd.or(fromEnd);
    union.fromEnd.or(others.fromEnd);
    return union;
  }

  /**
   * Returns true if the place is one of the positions.
   *
   * @param place the first is 1
   * @param length of the row
   */
  boolean contains(int place, int length) {
    return fromStart.get(place) || fromEnd.get(length + 1 - place);
  }

  /**
   * Returns true if a position counted from the start is beyond the end of a row of this length.
   */
  boolean exceed(int length) {
    return fromStart.nextSetBit(length + 1) >= 0;
  }
}
