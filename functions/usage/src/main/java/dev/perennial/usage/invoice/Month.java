package dev.perennial.usage.invoice;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** A month in UTC, as the statements take it. */
record Month(YearMonth month) {

  /** The month of its first day, such as {@code 2026-11-01}. */
  static Month ofFirstDay(String day) {
    return new Month(YearMonth.parse(day.substring(0, "2026-11".length())));
  }

  static Month at(Instant instant) {
    return new Month(YearMonth.from(instant.atZone(ZoneOffset.UTC)));
  }

  String firstDay() {
    return month.atDay(1).toString();
  }

  String end() {
    return next().firstDay();
  }

  Instant endInstant() {
    return next().month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  Month next() {
    return minus(-1);
  }

  Month minus(int months) {
    return new Month(month.minusMonths(months));
  }

  @Override
  public String toString() {
    return month.toString();
  }
}
