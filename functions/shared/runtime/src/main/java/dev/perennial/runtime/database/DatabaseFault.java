package dev.perennial.runtime.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** What an exception from a transaction says about the database. */
public final class DatabaseFault {

  private DatabaseFault() {}

  /**
   * Whether Postgres could not be reached or went away: SQLSTATE class 08 (connection exception), 57P01 to 57P03
   * (shut down, crash, starting up) and 53300 (too many connections), or no connection came free in time. The
   * transaction's outcome is then unknown if it was at its commit.
   */
  public static boolean unreachable(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null && meansUnreachable(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static boolean meansUnreachable(String state) {
    return state.startsWith("08") || state.startsWith("57P0") || state.equals("53300");
  }
}
