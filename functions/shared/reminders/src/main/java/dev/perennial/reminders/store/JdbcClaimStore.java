package dev.perennial.reminders.store;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Duration;
import java.time.InstantSource;

/** Claims with SKIP LOCKED, each batch and what goes out of it in a transaction of its own. */
public final class JdbcClaimStore implements ClaimStore {

  private static final int BATCH = 500;

  private final Database database;
  private final DueReminders dueReminders;
  private final DueDigests dueDigests;

  /**
   * @param catchUpWindow what is found later than by so much expires
   */
  public JdbcClaimStore(
      Database database, Outbox outbox, InstantSource clock, Duration catchUpWindow) {
    var lateness = new Lateness(clock, catchUpWindow);
    this.database = database;
    this.dueReminders = new DueReminders(database, outbox, lateness);
    this.dueDigests = new DueDigests(database, outbox, lateness);
  }

  @Override
  public void claimDue() {
    untilNoneIsLeft(dueReminders::claim);
    untilNoneIsLeft(dueDigests::claim);
  }

  private void untilNoneIsLeft(Claim claim) {
    var isMore = true;
    while (isMore) {
      isMore = database.inTransaction(() -> claim.mayLeaveMore(BATCH));
    }
  }

  @FunctionalInterface
  private interface Claim {
    boolean mayLeaveMore(int atMost);
  }
}
