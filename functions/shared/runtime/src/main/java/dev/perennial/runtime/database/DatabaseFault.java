package dev.perennial.runtime.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Predicate;

/** What an exception from a transaction says about the database. */
public final class DatabaseFault {

  private DatabaseFault() {}

  /**
   * Whether Postgres could not be reached or went away: SQLSTATE class 08 (connection exception),
   * 57P01 to 57P03 (shut down, crash, starting up) and 53300 (too many connections), or no
   * connection came free in time. The transaction's outcome is then unknown if it was at its
   * commit.
   */
  public static boolean unreachable(Throwable fault) {
    return anyState(fault, DatabaseFault::meansUnreachable);
  }

  /**
   * Whether the same may well work in a moment: it was unreachable, or rolled the transaction back
   * for the sake of others (class 40), ran out of something (class 53), or a lock or the statement
   * took too long (55P03, 57014).
   */
  public static boolean passing(Throwable fault) {
    return anyState(fault, state -> meansUnreachable(state) || meansTooBusy(state));
  }

  /** Whether a row with the same key was there already: SQLSTATE 23505. */
  public static boolean duplicate(Throwable fault) {
    return anyState(fault, "23505"::equals);
  }

  private static boolean anyState(Throwable fault, Predicate<String> meant) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && meant.test(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static boolean meansUnreachable(String state) {
    return state.startsWith("08") || state.startsWith("57P0") || state.equals("53300");
  }

  private static boolean meansTooBusy(String state) {
    return state.startsWith("40")
        || state.startsWith("53")
        || state.equals("55P03")
        || state.equals("57014");
  }
}
