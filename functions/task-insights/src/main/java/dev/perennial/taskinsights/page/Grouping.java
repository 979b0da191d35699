package dev.perennial.taskinsights.page;

import java.time.DayOfWeek;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the figures of a period are grouped by. */
enum Grouping {
  DAY("all", "YYYY-MM-DD"),
  /** By ISO 8601, such as 2026-W49. */
  WEEK("all", "IYYY\"-W\"IW"),
  MONTH("all", "YYYY-MM"),
  /** In the order of the week, from Monday. */
  WEEKDAY("all", "ID"),
  HOUR("hour", ""),
  LIST("list", ""),
  TAG("tag", ""),
  PRIORITY("priority", "");

  /** A group of everything. */
  static final String ALL = "all";

  private final String dimension;
  private final String format;

  Grouping(String dimension, String format) {
    this.dimension = dimension;
    this.format = format;
  }

  String dimension() {
    return dimension;
  }

  String format() {
    return format;
  }

  /** The key as the API returns it; null for what has none, such as tasks without tags. */
  @Nullable String key(String stored) {
    if (stored.isEmpty()) {
      return null;
    }
    return this == WEEKDAY
        ? DayOfWeek.of(Integer.parseInt(stored)).name().toLowerCase(Locale.ROOT)
        : stored;
  }
}
