package dev.perennial.reminderscheduler.people;

import dev.perennial.runtime.database.Database;
import java.util.UUID;

/**
 * Unsubscribes people from kinds of mail, by the token in each mail. Each call is a transaction.
 */
public final class EmailSubscriptions {

  private final Database database;
  private final SubscriptionRows rows;

  public EmailSubscriptions(Database database) {
    this.database = database;
    this.rows = database.repository(SubscriptionRows.class);
  }

  /** Whether a person has this token. */
  public boolean exists(UUID token) {
    return database.inTransaction(() -> rows.count(token) == 1);
  }

  /**
   * Stops mails of this kind until the person chooses their channels again. Unsubscribing twice has
   * no further effect.
   *
   * @return whether a person has this token
   */
  public boolean unsubscribe(UUID token, String kind) {
    return database.inTransaction(() -> rows.unsubscribe(token, kind) == 1);
  }
}
