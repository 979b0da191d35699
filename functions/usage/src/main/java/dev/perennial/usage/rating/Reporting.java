package dev.perennial.usage.rating;

import dev.perennial.events.EventType;
import dev.perennial.events.UsageEvent;
import dev.perennial.events.UsageLine;
import dev.perennial.events.UsageSnapshot;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.usage.store.RatingRows;
import dev.perennial.usage.store.ReportRow;
import dev.perennial.usage.store.ReportRows;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports what each owner is billed for, one event for each owner and hour once the hour has ended.
 * If an hour is corrected, another event reports the difference: a consumer adds all events up, and
 * recognizes a repeated one by its id.
 */
public final class Reporting {

  private static final String SELF = "usage";

  /** An hour is reported in a transaction of its own. */
  private static final int ONE = 1;

  private final Database database;
  private final RatingRows rating;
  private final ReportRows rows;
  private final Outbox outbox;
  private final InstantSource clock;

  public Reporting(Database database, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.rating = database.repository(RatingRows.class);
    this.rows = database.repository(ReportRows.class);
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Reports every hour that has ended and was rated since it was last reported. */
  public void run() {
    Instant thisHour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    boolean isMore = true;
    while (isMore) {
      isMore = database.inTransaction(() -> reportOne(thisHour));
    }
  }

  /** Returns false if there is no such hour. */
  private boolean reportOne(Instant before) {
    rating.lock();
    List<Instant> hours = rows.hours(before, ONE);
    hours.forEach(this::report);
    return !hours.isEmpty();
  }

  private void report(Instant hour) {
    Map<String, List<UsageLine>> byOwner = new LinkedHashMap<>();
    for (ReportRow row : rows.differences(hour)) {
      byOwner.computeIfAbsent(row.owner(), _ -> new ArrayList<>()).add(line(row));
    }
    outbox.addAll(
        byOwner.entrySet().stream()
            .map(one -> entry(new UsageSnapshot(one.getKey(), hour, one.getValue())))
            .toList());
    rows.deleteReported(hour);
    rows.insertReported(hour);
    rows.deleteUnreported(hour);
  }

  private static UsageLine line(ReportRow row) {
    return new UsageLine(row.function(), row.unit(), row.quantity().toBigIntegerExact().toString());
  }

  private static Outbox.Entry entry(UsageSnapshot usage) {
    return new Outbox.Entry(
        EventType.USAGE_RECORDED,
        usage.owner(),
        usage.owner(),
        SELF,
        usage.owner(),
        new UsageEvent(usage));
  }
}
