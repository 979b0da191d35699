package dev.perennial.e2e.bench;

/** How a figure, or its multiple of a yardstick of the same run, is limited. */
enum Limit {
  AT_MOST(false, false),
  AT_LEAST(false, true),
  RATIO_AT_MOST(true, false),
  RATIO_AT_LEAST(true, true),
  /** Of what is there to be compared with. */
  NONE(false, true);

  private final boolean ofRatio;
  private final boolean more;

  Limit(boolean ofRatio, boolean more) {
    this.ofRatio = ofRatio;
    this.more = more;
  }

  boolean isReached(double limit, double value, double ratio) {
    double limited = ofRatio ? ratio : value;
    return more ? limited >= limit : limited <= limit;
  }

  String text(double limit) {
    if (this == NONE) {
      return "";
    }
    var number = limit % 1 == 0 ? "%,.0f".formatted(limit) : Double.toString(limit);
    return "%s %s%s".formatted(more ? "at least" : "at most", number, ofRatio ? " x" : "");
  }
}
