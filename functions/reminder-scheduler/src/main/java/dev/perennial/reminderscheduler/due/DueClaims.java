package dev.perennial.reminderscheduler.due;

import dev.perennial.reminders.store.CatchUpWindow;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.InstantSource;

/**
 * Claims due reminders and digests, each exactly once, also when several instances claim at the
 * same time.
 */
public final class DueClaims {

  private static final int BATCH = 500;

  private final Batches batches;
  private final DueReminders reminders;
  private final DueDigests digests;

  /**
   * @param window what is claimed after it expires and is not sent
   */
  public DueClaims(Database database, Outbox outbox, InstantSource clock, CatchUpWindow window) {
    var due = new DueWindow(clock, window);
    this.batches = new Batches(database);
    this.reminders = new DueReminders(database, outbox, due);
    this.digests = new DueDigests(database, outbox, due);
  }

  /**
   * Claims everything that is due and emits its events. Each batch of about 500 is a transaction
   * that contains the claims and their events, so the caller must not have one open. After a
   * failure a second call continues and claims nothing twice.
   */
  public void claimAll() {
    batches.run(() -> reminders.claim(BATCH));
    batches.run(() -> digests.claim(BATCH));
  }
}
