package dev.perennial.taskinsights.page;

import dev.perennial.taskinsights.history.Streaks.Streak;
import dev.perennial.taskinsights.store.FiguresRow;
import dev.perennial.taskinsights.store.OverdueRow;
import dev.perennial.taskinsights.store.SeriesRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a person in a period, as the API returns them.
 *
 * @param moreSeries how many series there are in addition
 */
record InsightsPage(
    String owner,
    LocalDate from,
    LocalDate to,
    LocalDate today,
    ZoneId zone,
    String group,
    Figures total,
    List<Item> items,
    Overdue overdue,
    Goals goals,
    List<Series> series,
    long moreSeries) {

  /** The figures of one group; the key is null for what has none. */
  record Item(@Nullable String key, Figures figures) {}

  /** What was created, completed and due. */
  record Figures(
      long created,
      long completed,
      long onTime,
      long late,
      @Nullable Percentiles lateSeconds,
      @Nullable Percentiles secondsToComplete,
      Due due) {

    static final Figures NONE = new Figures(0, 0, 0, 0, null, null, Due.of(0, 0));

    static Figures of(FiguresRow row) {
      return new Figures(
          row.created(),
          row.completed(),
          row.onTime(),
          row.late(),
          Percentiles.of(row.lateP50(), row.lateP90()),
          Percentiles.of(row.secondsP50(), row.secondsP90()),
          Due.of(row.dueCompleted(), row.dueMissed()));
    }
  }

  /** Half of the values, or nine of ten, are not greater. */
  record Percentiles(long p50, long p90) {

    static @Nullable Percentiles of(@Nullable Long p50, @Nullable Long p90) {
      return p50 == null || p90 == null ? null : new Percentiles(p50, p90);
    }
  }

  /**
   * What was due in the period.
   *
   * @param rate completed / (completed + missed), to three places; null if there is neither
   */
  record Due(long completed, long missed, @Nullable BigDecimal rate) {

    private static final int PLACES = 3;

    static Due of(long completed, long missed) {
      return new Due(
          completed,
          missed,
          completed + missed == 0
              ? null
              : BigDecimal.valueOf(completed)
                  .divide(BigDecimal.valueOf(completed + missed), PLACES, RoundingMode.HALF_UP));
    }
  }

  /** What is overdue now, whatever the period. */
  record Overdue(long count, @Nullable Long oldestSeconds, @Nullable Long medianSeconds) {

    static Overdue of(OverdueRow row, Instant now) {
      return new Overdue(row.count(), age(row.oldest(), now), age(row.median(), now));
    }

    private static @Nullable Long age(@Nullable Instant since, Instant now) {
      return since == null ? null : Duration.between(since, now).toSeconds();
    }
  }

  /** The goals of the present day and week, and how often they were reached in a row. */
  record Goals(Streak daily, Streak weekly) {}

  /** The occurrences of a series that were due in the period: "12 of 14, current streak 5". */
  record Series(UUID seriesId, long due, long completed, long kept, long streak) {

    static Series of(SeriesRow row) {
      return new Series(row.seriesId(), row.due(), row.completed(), row.kept(), row.streak());
    }
  }

  static String name(Grouping group) {
    return group.name().toLowerCase(Locale.ROOT);
  }
}
