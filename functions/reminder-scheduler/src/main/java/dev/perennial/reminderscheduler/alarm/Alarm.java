package dev.perennial.reminderscheduler.alarm;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.ledger.TryLater;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guarantees that the alarm clock is never set later than the earliest committed reminder or
 * digest. One row holds the time it was set to. A transaction that plans something later than that
 * time locks the row shared until its commit; a transaction that sets the clock locks it
 * exclusively. So no transaction can move the alarm past a reminder that another one has planned
 * and not yet committed.
 *
 * <p>The clock is set earlier before the commit that needs it, and later only after the commit that
 * allows it. After a crash in between the alarm fires too early and finds nothing due. In every
 * transaction the alarm row is locked last, after all other rows.
 */
public final class Alarm implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Alarm.class);

  /** An alarm event may arrive this long after its time; after that it is considered lost. */
  private static final Duration EVENT_DELAY = Duration.ofSeconds(10);

  /** Longer than the next occurrence of a completed task usually takes to be planned. */
  private static final Duration POSTPONED_AFTER = Duration.ofMillis(500);

  private final Database database;
  private final AlarmRows rows;
  private final AlarmClock clock;
  private final InstantSource time;
  private final CoalescingExecutor postponing = new CoalescingExecutor(POSTPONED_AFTER);

  public Alarm(Database database, AlarmClock clock, InstantSource time) {
    this.database = database;
    this.rows = database.repository(AlarmRows.class);
    this.clock = clock;
    this.time = time;
  }

  /**
   * Sets the clock to the earliest reminder or digest, even if the row has that time already: a
   * failed commit may have left the clock earlier than the row. Called for each timer event, which
   * is retried if this fails.
   *
   * @throws TryLater if the clock is unavailable, or another transaction holds the row too long
   */
  public void reset() {
    database.inTransaction(
        () -> {
          locked(rows::lock);
          set(next());
        });
  }

  /**
   * Adapts the alarm to what the open transaction has planned and cancelled. An earlier time is set
   * now. A later time is set in the background, a moment after the commit: the completion of a
   * recurring task cancels a reminder, and its next occurrence plans another one shortly after.
   *
   * @param planned the earliest planned time; null if nothing was planned
   * @param cancelled the earliest cancelled time; null if nothing was cancelled
   * @throws TryLater if the clock is unavailable, or another transaction holds the row too long
   */
  public void reschedule(@Nullable Instant planned, @Nullable Instant cancelled) {
    if (planned == null && cancelled == null) {
      return;
    }
    Instant setTo = planned == null ? reliableTime(rows.read()) : sharedTimeBefore(planned);
    if (setTo == null) {
      // The shared lock was released first: two transactions that both upgraded it would deadlock.
      AlarmRow known = locked(rows::lock);
      setTo = reliableTime(known);
      Instant next = next();
      if (setTo == null || next.isBefore(setTo)) {
        set(next);
        return;
      }
    }
    if (cancelled != null && !AlarmTime.wholeSecond(cancelled).isAfter(setTo)) {
      database.afterCommit(() -> postponing.submit(this::postpone));
    }
  }

  /**
   * The time of the alarm, with the row locked shared; null without a lock if the alarm is later
   * than this or not reliable. A transaction that only cancels needs no lock: at worst the alarm
   * fires for what it has cancelled.
   */
  private @Nullable Instant sharedTimeBefore(Instant planned) {
    var time = new AtomicReference<@Nullable Instant>();
    database.withSavepoint(
        () -> {
          Instant setTo = reliableTime(locked(rows::lockShared));
          boolean isEarlyEnough = setTo != null && !planned.isBefore(setTo);
          time.set(isEarlyEnough ? setTo : null);
          return isEarlyEnough;
        });
    return time.get();
  }

  /**
   * Sets the row and then the clock to the earliest reminder or digest, if that is later. The row
   * is committed first, so a crash leaves the clock earlier than the row. Whatever fails, the alarm
   * fires too early and finds nothing due, so no caller waits for it.
   */
  private void postpone() {
    try {
      if (database.inTransaction(this::postponeRow)) {
        database.inTransaction(
            () -> {
              Instant setTo = rows.lock().setTo();
              if (setTo != null) {
                clock.set(AlarmTime.of(setTo, time.instant()));
              }
            });
      }
    } catch (RuntimeException fault) {
      LOG.warn("The alarm could not be postponed; it fires early and finds nothing due", fault);
    }
  }

  /**
   * A time that has passed is not changed here: its event may be lost, and then another one sets
   * the clock.
   */
  private boolean postponeRow() {
    Instant setTo = reliableTime(rows.lock());
    Instant next = next();
    boolean isLater = setTo != null && next.isAfter(setTo);
    if (isLater) {
      rows.setTo(next);
    }
    return isLater;
  }

  /** Postpones the alarm, if that waits. */
  @Override
  public void close() {
    postponing.close();
  }

  /**
   * The holder of the row may be waiting for an unavailable clock. The transactions queued behind
   * it then run into the lock timeout; their events must be retried, not parked.
   */
  private static AlarmRow locked(Supplier<AlarmRow> lock) {
    try {
      return lock.get();
    } catch (RuntimeException fault) {
      if (DatabaseFault.isTransient(fault) && !DatabaseFault.isUnreachable(fault)) {
        throw new TryLater("another transaction has been setting the alarm for too long");
      }
      throw fault;
    }
  }

  private Instant next() {
    return AlarmTime.of(rows.earliest().orElse(null), time.instant());
  }

  private void set(Instant at) {
    clock.set(at);
    rows.setTo(at);
  }

  /**
   * The time the alarm is set to; null if it is not set, or fired so long ago that its event may be
   * lost.
   */
  private @Nullable Instant reliableTime(AlarmRow alarm) {
    Instant setTo = alarm.setTo();
    return setTo == null || setTo.isBefore(time.instant().minus(EVENT_DELAY)) ? null : setTo;
  }
}
