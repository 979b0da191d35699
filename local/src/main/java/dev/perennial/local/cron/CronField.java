package dev.perennial.local.cron;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a schedule. The values of a field are represented as bits of a long. */
enum CronField {
  SECOND(0, 59),
  MINUTE(0, 59),
  HOUR(0, 23),
  DAY_OF_MONTH(1, 31),
  MONTH(1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
  DAY_OF_WEEK(0, 6, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  /** Set if a field was given as {@code *}, {@code ?} or one of them with a step of 1. */
  private static final long STAR = 1L << 63;

  private static final Pattern PART =
      Pattern.compile("(?:([*?])|(\\w+)(?:-(\\w+))?)(?:/(\\d{1,4}))?");

  private final int lowest;
  private final int highest;

  // List.of is immutable, which Error Prone cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> names;

  CronField(int lowest, int highest, String... names) {
    this.lowest = lowest;
    this.highest = highest;
    this.names = List.of(names);
  }

  static boolean isStar(long bits) {
    return (bits & STAR) != 0;
  }

  static boolean admits(long bits, int value) {
    return (bits & (1L << value)) != 0;
  }

  /**
   * @param text comma-separated parts
   */
  long parse(String text) {
    long bits = 0;
    for (String part : text.split(",", -1)) {
      bits |= parsePart(part);
    }
    return bits;
  }

  private long parsePart(String text) {
    Matcher part = PART.matcher(text);
    if (!part.matches()) {
      throw wrong(text, "is no value, range or step");
    }
    int step = part.group(4) == null ? 1 : Integer.parseInt(part.group(4));
    if (step == 0) {
      throw wrong(text, "has a step of 0");
    }
    if (part.group(1) != null) {
      return bits(lowest, highest, step) | (step == 1 ? STAR : 0);
    }
    int first = value(part.group(2), text);
    if (part.group(3) != null) {
      return range(first, value(part.group(3), text), step, text);
    }
    // "5/10" means from 5 on, as robfig/cron has it.
    return bits(first, part.group(4) == null ? first : highest, step);
  }

  private long range(int first, int last, int step, String text) {
    if (first > last) {
      throw wrong(text, "begins after its end");
    }
    return bits(first, last, step);
  }

  private int value(String text, String part) {
    int name = names.indexOf(text.toUpperCase(Locale.ROOT));
    if (name >= 0) {
      return lowest + name;
    }
    if (!text.matches("\\d{1,4}")) {
      throw wrong(part, "is no value, range or step");
    }
    int value = Integer.parseInt(text);
    if (value < lowest || value > highest) {
      throw wrong(part, "is not between " + lowest + " and " + highest);
    }
    return value;
  }

  private static long bits(int first, int last, int step) {
    long bits = 0;
    for (int value = first; value <= last; value += step) {
      bits |= 1L << value;
    }
    return bits;
  }

  private CronSyntaxException wrong(String part, String why) {
    return new CronSyntaxException(
        "%s \"%s\" %s".formatted(name().toLowerCase(Locale.ROOT).replace('_', ' '), part, why));
  }
}
