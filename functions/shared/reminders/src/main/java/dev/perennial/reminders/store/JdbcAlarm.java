package dev.perennial.reminders.store;

import dev.perennial.reminders.AlarmClock;
import dev.perennial.reminders.AlarmTime;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.ledger.TryLater;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the alarm clock from ever standing later than the earliest that is to be told. What it was
 * set to is in one row. Who plans something later holds the row shared until the commit, and who
 * sets the alarm holds it alone, so nobody sets it past what another is about to commit.
 *
 * <p>It is set to something earlier before the commit that needs it, and put off after the commit
 * that allows it: a crash in between makes it ring too early, for nothing. The row is locked last
 * in every transaction, behind what was planned.
 */
public final class JdbcAlarm implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcAlarm.class);

  /** So long after its time a ring may be on its way; after that it is lost. */
  private static final Duration RINGING = Duration.ofSeconds(10);

  private final Database database;
  private final AlarmRows rows;
  private final ReminderRows reminders;
  private final AlarmClock clock;
  private final InstantSource time;
  private final OneAtATime puttingOff = new OneAtATime();

  public JdbcAlarm(Database database, AlarmClock clock, InstantSource time) {
    this.database = database;
    this.rows = database.repository(AlarmRows.class);
    this.reminders = database.repository(ReminderRows.class);
    this.clock = clock;
    this.time = time;
  }

  /**
   * Sets it to what is to be told next, though it may be set so already: a commit that failed may
   * have left it earlier than the row says. Whoever rings does this, and comes again if it fails.
   */
  public void wind() {
    database.inTransaction(
        () -> {
          inTurn(rows::lock);
          set(next());
          return null;
        });
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
    if (isInTime(rows.read(), planned, cancelled)
        && database.withSavepoint(() -> isInTime(inTurn(rows::keep), planned, cancelled))) {
      return;
    }
    // Not while it is held shared as well: of two who did so each would wait for the other.
    var known = inTurn(rows::lock);
    var next = next();
    if (!isReliable(known) || next.isBefore(known.setTo())) {
      set(next);
    } else if (next.isAfter(known.setTo())) {
      rows.setTo(next);
      database.afterCommit(() -> puttingOff.soon(this::putOff));
    }
  }

  /**
   * Until then it rings for nothing, so that nobody need wait for it, and it may also fail. By now
   * the alarm may be another one.
   */
  private void putOff() {
    try {
      database.inTransaction(
          () -> {
            var setTo = rows.lock().setTo();
            if (setTo != null) {
              clock.set(AlarmTime.of(setTo, time.instant()));
            }
            return null;
          });
    } catch (RuntimeException fault) {
      LOG.warn("The alarm could not be put off; it rings for nothing", fault);
    }
  }

  /** Ends what is being put off. */
  @Override
  public void close() {
    puttingOff.close();
  }

  /**
   * Whoever has the row may wait for the clock, which may be away. Then all behind them wait too
   * long, and none of their events is to be given up for that.
   */
  private static AlarmRow inTurn(Supplier<AlarmRow> locked) {
    try {
      return locked.get();
    } catch (RuntimeException fault) {
      if (DatabaseFault.isTransient(fault) && !DatabaseFault.isUnreachable(fault)) {
        throw new TryLater("another has been setting the alarm for too long");
      }
      throw fault;
    }
  }

  private Instant next() {
    return AlarmTime.of(reminders.earliest().orElse(null), time.instant());
  }

  private void set(Instant at) {
    clock.set(at);
    rows.setTo(at);
  }

  private boolean isReliable(AlarmRow alarm) {
    return alarm.setTo() != null && !alarm.setTo().isBefore(time.instant().minus(RINGING));
  }

  private boolean isInTime(AlarmRow alarm, @Nullable Instant planned, @Nullable Instant cancelled) {
    if (!isReliable(alarm)) {
      return false;
    }
    var set = alarm.setTo();
    var isForCancelled = cancelled != null && !AlarmTime.wholeSecond(cancelled).isAfter(set);
    return !isForCancelled && (planned == null || !planned.isBefore(set));
  }
}
