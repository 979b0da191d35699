package dev.perennial.taskapi;

import dev.perennial.runtime.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;

/** Holds the lock of a request with this key that is in progress. */
record KeyLock(Connection connection) implements AutoCloseable {

  static KeyLock onKey(String user, String key) throws SQLException {
    var connection = TestPostgres.shared().owner();
    connection.setAutoCommit(false);
    try (var lock =
        connection.prepareStatement(
            "SELECT pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'idempotency',"
                + " 'task-api', ?::text, ?::text), 0))")) {
      lock.setString(1, user);
      lock.setString(2, key);
      lock.execute();
    }
    return new KeyLock(connection);
  }

  @Override
  public void close() throws SQLException {
    // Without the rollback the server notices the closed connection late.
    connection.rollback();
    connection.close();
  }
}
