package dev.perennial.reminders.store;

import dev.perennial.reminders.AlarmClock;
import dev.perennial.reminders.AlarmTime;
import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the alarm clock from ever standing later than the earliest that is to be told. It is set
 * before the commit that needs it: a crash in between makes it ring too early, for nothing. What it
 * was set to is in one row. Who plans something later holds the row shared until the commit, and
 * who sets the alarm holds it alone, so nobody sets it past what another is about to commit.
 *
 * <p>The row is locked last in every transaction, behind what was planned or claimed.
 */
public final class JdbcAlarm {

  /** So long after its time a ring may be on its way; after that it is lost. */
  private static final Duration RINGING = Duration.ofSeconds(10);

  private final Database database;
  private final AlarmRows rows;
  private final ReminderRows reminders;
  private final AlarmClock clock;
  private final InstantSource time;

  public JdbcAlarm(Database database, AlarmClock clock, InstantSource time) {
    this.database = database;
    this.rows = database.repository(AlarmRows.class);
    this.reminders = database.repository(ReminderRows.class);
    this.clock = clock;
    this.time = time;
  }

  /**
   * Sees to it that the alarm rings in time for what the transaction has planned, and not for what
   * it has cancelled.
   *
   * @param planned the earliest; null if nothing was planned
   * @param cancelled the earliest; null if nothing was cancelled
   */
  void follow(@Nullable Instant planned, @Nullable Instant cancelled) {
    if (planned == null && cancelled == null) {
      return;
    }
    if (isInTime(rows.read(), planned, cancelled) && isInTime(rows.keep(), planned, cancelled)) {
      return;
    }
    setAnew();
  }

  /** Sets it to what is to be told next, be it already: somebody else may have had hands on it. */
  public void setSurely() {
    database.inTransaction(
        () -> {
          rows.lock();
          set(next());
          return null;
        });
  }

  /** Sets it to what is to be told next. */
  void setAnew() {
    var known = rows.lock().setTo();
    var next = next();
    if (!next.equals(known)) {
      set(next);
    }
  }

  private Instant next() {
    return AlarmTime.of(reminders.earliest().orElse(null), time.instant());
  }

  private void set(Instant at) {
    clock.set(at);
    rows.setTo(at);
  }

  private boolean isInTime(AlarmRow alarm, @Nullable Instant planned, @Nullable Instant cancelled) {
    var set = alarm.setTo();
    if (set == null || set.isBefore(time.instant().minus(RINGING))) {
      return false;
    }
    var isForCancelled = cancelled != null && !AlarmTime.wholeSecond(cancelled).isAfter(set);
    return !isForCancelled && (planned == null || !planned.isBefore(set));
  }
}
