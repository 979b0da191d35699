package dev.perennial.reminders.store;

import dev.perennial.runtime.database.Database;
import java.util.UUID;

/** Keeps them with the people. */
public final class JdbcSubscriptions implements Subscriptions {

  private final Database database;
  private final PersonRows people;

  public JdbcSubscriptions(Database database) {
    this.database = database;
    this.people = database.repository(PersonRows.class);
  }

  @Override
  public boolean isKnown(UUID token) {
    return database.inTransaction(() -> people.countByToken(token) == 1);
  }

  @Override
  public boolean end(UUID token, String kind) {
    return database.inTransaction(() -> people.unsubscribe(token, kind) == 1);
  }
}
