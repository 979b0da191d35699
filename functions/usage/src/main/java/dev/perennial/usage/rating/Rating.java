package dev.perennial.usage.rating;

import dev.perennial.runtime.database.Database;
import dev.perennial.usage.price.PriceBooks;
import dev.perennial.usage.store.RatingRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds up what was recorded. An hour is rebuilt as a whole, so its sums are right whatever was
 * recorded late and however often it is rated.
 */
public final class Rating {

  private static final Logger LOG = LoggerFactory.getLogger(Rating.class);
  private static final int DAYS_AHEAD = 7;

  /** A transaction that recorded may commit this long after its time of recording. */
  private static final Duration OVERLAP = Duration.ofMinutes(5);

  /** Records of a person may arrive this long after the person was erased. */
  private static final Duration LATEST_RECORDS = Duration.ofDays(2);

  private final Database database;
  private final RatingRows rows;
  private final String priceChanges;
  private final Duration retention;
  private final InstantSource clock;

  /**
   * @param priceChanges when prices change: an hour is split there
   * @param retention how long records are kept
   */
  public Rating(
      Database database, List<Instant> priceChanges, Duration retention, InstantSource clock) {
    this.database = database;
    this.rows = database.repository(RatingRows.class);
    this.priceChanges = PriceBooks.array(priceChanges);
    this.retention = retention;
    this.clock = clock;
  }

  /** Rates every hour of which something was recorded since the last rating. */
  public void run() {
    database.inTransaction(
        () -> {
          Instant recordedTo = rows.lock().recordedTo();
          Instant now = clock.instant();
          Instant since = recordedTo.minus(OVERLAP);
          rows.changedHours(since, oldest(now)).forEach(this::rate);
          if (now.isAfter(recordedTo)) {
            rows.setRecordedTo(now);
          }
        });
  }

  private void rate(Instant hour) {
    rows.deleteHour(hour);
    rows.insertHour(hour, priceChanges);
    rows.markUnreported(hour);
  }

  /** The first instant of which all records are kept: the day after the one that may be dropped. */
  private Instant oldest(Instant now) {
    return firstKeptDay(now).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private LocalDate firstKeptDay(Instant now) {
    return now.minus(retention).atZone(ZoneOffset.UTC).toLocalDate().plusDays(1);
  }

  /**
   * Makes the partitions of the coming days, drops those that are older than the retention, and
   * erases what arrived after an erasure.
   */
  public void maintain() {
    Instant now = clock.instant();
    long tooOld = database.inTransaction(() -> rows.tooOld(rows.lock().recordedTo(), oldest(now)));
    if (tooOld > 0) {
      LOG.warn(
          "{} records are of days before {}, which are rated and dropped: they are in no invoice",
          tooOld,
          firstKeptDay(now));
    }
    database.inTransaction(
        () -> {
          rows.prepareDays(DAYS_AHEAD);
          rows.dropDays(firstKeptDay(now).toString());
          rows.forgetLateRecords();
          rows.deleteErasures(now.minus(LATEST_RECORDS));
        });
  }

  /**
   * Replaces a person by a pseudonym that is used once, in the open transaction or one of its own:
   * the sums stay as they are. Their budget is deleted.
   *
   * @param until what happened after this instant belongs to a person who has come back
   */
  public void forget(String person, Instant until) {
    String pseudonym = "erased-" + UUID.randomUUID();
    database.inTransaction(
        () -> {
          rows.rememberErasure(person, until, pseudonym);
          rows.forget(person, until, pseudonym);
          rows.deleteBudget(person);
        });
  }
}
