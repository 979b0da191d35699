package dev.perennial.runtime.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Predicate;

/** Classifies exceptions of a transaction by their SQLSTATE (PostgreSQL, Appendix A). */
public final class DatabaseFault {

  private DatabaseFault() {}

  /**
   * True if Postgres could not be reached or closed the connection: SQLSTATE class 08 (connection
   * exception), 57P01 to 57P03 (shut down, crash, starting up), 53300 (too many connections), or no
   * connection of the pool was free in time. If the commit failed, the transaction's outcome is
   * unknown.
   */
  public static boolean isUnreachable(Throwable fault) {
    return noConnectionIsFree(fault) || anyState(fault, DatabaseFault::meansUnreachable);
  }

  /**
   * True if the same work is likely to succeed when it is retried: Postgres was unreachable, rolled
   * the transaction back because of another one (class 40), lacked a resource (class 53), or
   * cancelled it because a lock or the statement took too long (55P03, 57014).
   */
  public static boolean isTransient(Throwable fault) {
    return isUnreachable(fault) || anyState(fault, DatabaseFault::meansTooBusy);
  }

  /** True if a row with the same unique key exists already: SQLSTATE 23505. */
  public static boolean isDuplicateKey(Throwable fault) {
    return anyState(fault, "23505"::equals);
  }

  /**
   * True if Postgres refuses the values: SQLSTATE class 22 (data exception) or 23 (integrity
   * constraint violation).
   */
  public static boolean isInvalidData(Throwable fault) {
    return anyState(fault, state -> state.startsWith("22") || state.startsWith("23"));
  }

  /** The pool's exception; it has a SQLSTATE only if the last attempt to connect failed. */
  private static boolean noConnectionIsFree(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyState(Throwable fault, Predicate<String> meant) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
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
