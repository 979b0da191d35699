package dev.perennial.reminders.store;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.InstantSource;

/** Claims with SKIP LOCKED, each batch and what goes out of it in a transaction of its own. */
public final class JdbcClaimStore implements ClaimStore {

  private static final int BATCH = 500;

  private final Batches batches;
  private final DueReminders dueReminders;
  private final DueDigests dueDigests;

  /**
   * @param window what is found after it expires
   */
  public JdbcClaimStore(
      Database database, Outbox outbox, InstantSource clock, CatchUpWindow window) {
    var lateness = new Lateness(clock, window);
    this.batches = new Batches(database);
    this.dueReminders = new DueReminders(database, outbox, lateness);
    this.dueDigests = new DueDigests(database, outbox, lateness);
  }

  @Override
  public void claimDue() {
    batches.untilNoneIsLeft(() -> dueReminders.claim(BATCH));
    batches.untilNoneIsLeft(() -> dueDigests.claim(BATCH));
  }
}
