package dev.perennial.e2e;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Blocks a function at one statement, from outside: a trigger makes it wait for an advisory lock
 * that the test holds. So a process can be killed between two steps without test code in the
 * shipped functions.
 */
final class StatementBarrier implements AutoCloseable {

  private static final int LOCK = 4711;

  private final Postgres postgres;
  private final Connection holder;
  private final String table;

  private StatementBarrier(Postgres postgres, Connection holder, String table) {
    this.postgres = postgres;
    this.holder = holder;
    this.table = table;
  }

  /**
   * @param statement such as {@code INSERT ON tasks.tasks}
   * @param role the function that is blocked
   */
  static StatementBarrier before(Postgres postgres, String statement, String role) {
    return before(postgres, statement, role, "true");
  }

  /**
   * @param condition of the row, such as {@code NEW.state = 'SENT'}
   */
  static StatementBarrier before(
      Postgres postgres, String statement, String role, String condition) {
    try {
      var holder = postgres.connect();
      try (var lock = holder.createStatement()) {
        lock.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      }
      postgres.execute(
          """
          CREATE OR REPLACE FUNCTION public.hold() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_advisory_xact_lock_shared(%d); RETURN coalesce(NEW, OLD); END';
          GRANT USAGE ON SCHEMA public TO PUBLIC;
          CREATE TRIGGER hold BEFORE %s FOR EACH ROW WHEN (current_user = '%s' AND %s) EXECUTE FUNCTION public.hold();
          """
              .formatted(LOCK, statement, role, condition));
      return new StatementBarrier(postgres, holder, statement.replaceFirst(".* ON ", ""));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the function is blocked at the statement. */
  void awaitBlocked() {
    Waiting.until("the function is blocked at the statement")
        .until(
            () ->
                postgres.number(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %d AND NOT granted"
                            .formatted(LOCK))
                    > 0);
  }

  /** Lets the function continue. */
  @Override
  public void close() {
    try {
      holder.close();
      // Waits until the blocked transactions have ended.
      postgres.execute("DROP TRIGGER hold ON " + table);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
