package dev.perennial.runtime.ledger;

import dev.perennial.events.UserId;
import dev.perennial.runtime.database.Database;
import java.time.Instant;

/**
 * The parked events of all functions, for erasures. Only a role with the right to execute {@code
 * runtime.erase} may use it.
 */
public final class ParkedEvents {

  private final Database database;
  private final SweepRows rows;

  public ParkedEvents(Database database) {
    this.database = database;
    this.rows = database.repository(SweepRows.class);
  }

  /**
   * Deletes attributes and data of the person's parked events that happened until this instant, in
   * the open transaction or one of its own; a later delivery of such an event does nothing. Events
   * of the person that Kafka has refused are deleted too. {@link Sweep} does the same with events
   * that happened before and are parked later.
   */
  public void erase(String userId, Instant at) {
    database.inTransaction(() -> rows.erase(UserId.toAttribute(userId), at));
  }
}
