package dev.perennial.taskapi;

import dev.perennial.runtime.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;

/** Stands for a request with this key that is not answered yet. */
record Locks(Connection connection) implements AutoCloseable {

  static Locks onKey(String user, String key) throws SQLException {
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
    return new Locks(connection);
  }

  @Override
  public void close() throws SQLException {
    // By itself the server would take its time to notice that the connection is closed.
    connection.rollback();
    connection.close();
  }
}
