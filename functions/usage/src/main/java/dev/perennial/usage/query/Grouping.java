package dev.perennial.usage.query;

/** What usage is summed by. */
enum Grouping {
  FUNCTION,
  TRIGGER,
  LIST,
  HOUR,
  DAY;

  boolean isPeriod() {
    return this == HOUR || this == DAY;
  }
}
