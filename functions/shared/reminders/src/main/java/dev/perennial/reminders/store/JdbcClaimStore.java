package dev.perennial.reminders.store;

import dev.perennial.reminders.AlarmClock;
import dev.perennial.runtime.Trace;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims with SKIP LOCKED. The first batch belongs to the open transaction; what is more follows in
 * transactions of its own, when that one has committed.
 */
public final class JdbcClaimStore implements ClaimStore {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcClaimStore.class);
  private static final int BATCH = 500;

  private final Database database;
  private final DueReminders dueReminders;
  private final DueDigests dueDigests;
  private final JdbcAlarm alarm;

  /**
   * @param catchUpWindow what is found later than by so much expires
   */
  public JdbcClaimStore(
      Database database,
      Outbox outbox,
      JdbcAlarm alarm,
      InstantSource clock,
      Duration catchUpWindow) {
    var lateness = new Lateness(clock, catchUpWindow);
    this.database = database;
    this.dueReminders = new DueReminders(database, outbox, lateness);
    this.dueDigests = new DueDigests(database, outbox, lateness);
    this.alarm = alarm;
  }

  @Override
  public void claimDue() {
    database.inTransaction(
        () -> {
          if (claimBatch()) {
            database.afterCommit(this::claimTheRest);
          }
          return null;
        });
  }

  /** Whether there may be more. The alarm is set last, see {@link AlarmClock}. */
  private boolean claimBatch() {
    var areMoreReminders = dueReminders.claim(BATCH);
    var areMoreDigests = dueDigests.claim(BATCH);
    alarm.setAnew();
    return areMoreReminders || areMoreDigests;
  }

  /** On a thread of its own, since this one's transaction is not over before its work after it. */
  private void claimTheRest() {
    var trace = Trace.current();
    var rest =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (var same = Trace.resume(trace)) {
                    claimUntilNoneIsLeft();
                  } catch (RuntimeException fault) {
                    LOG.warn("Not all that is due could be claimed; the alarm rings again", fault);
                  }
                });
    try {
      rest.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void claimUntilNoneIsLeft() {
    var isMore = true;
    while (isMore) {
      isMore = database.inTransaction(this::claimBatch);
    }
  }
}
