package dev.perennial.taskinsights.store;

import dev.perennial.runtime.database.Database;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads the figures of people. */
public final class Figures {

  private final Database database;
  private final FigureRows rows;

  public Figures(Database database) {
    this.database = database;
    this.rows = database.repository(FigureRows.class);
  }

  /**
   * A period of a person's days, both ends included.
   *
   * @param today days before it are over
   */
  public record Period(String person, LocalDate first, LocalDate last, LocalDate today) {}

  /** Runs several reads in one transaction, which saves the round trips of the others. */
  public <T> T together(Supplier<T> reads) {
    return database.inTransaction(reads);
  }

  /**
   * By the keys of a dimension, or by the days in a format.
   *
   * @param format as {@code to_char} takes it; empty for the keys of the dimension
   */
  public List<FiguresRow> of(Period period, String dimension, String format) {
    return database.inTransaction(
        () ->
            rows.figures(
                period.person(), dimension, format, period.first(), period.last(), period.today()));
  }

  /** What is overdue at this instant. */
  public OverdueRow overdue(String person, Instant now) {
    return database.inTransaction(() -> rows.overdue(person, now));
  }

  /** How many tasks were completed on each day that has any. */
  public Map<LocalDate, Integer> completed(String person, LocalDate first, LocalDate last) {
    return database.inTransaction(
        () ->
            rows.completed(person, first, last).stream()
                .collect(Collectors.toMap(CompletedRow::day, CompletedRow::completed)));
  }

  /** The series with most occurrences that were due in the period. */
  public List<SeriesRow> series(Period period, int limit) {
    return database.inTransaction(
        () -> rows.series(period.person(), period.first(), period.last(), period.today(), limit));
  }
}
