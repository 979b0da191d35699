package dev.perennial.runtime.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A database fault that may be logged: it names where it happened and the SQLSTATE, but no values.
 * The driver's own messages quote the rows of a batch, and rows hold what people wrote.
 */
public final class RedactedFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private RedactedFault(String message, @Nullable Throwable cause, StackTraceElement[] stack) {
    super(message, cause);
    setStackTrace(stack);
  }

  /** One line without values, to store or log. */
  public static String reason(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return "%s, SQLSTATE %s".formatted(cause.getClass().getSimpleName(), sql.getSQLState());
      }
    }
    return fault.getClass().getSimpleName() + ": " + fault.getMessage();
  }

  /** The fault without values; the fault itself if it did not come from the database. */
  public static Throwable of(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        return stripped(fault);
      }
    }
    return fault;
  }

  private static RedactedFault stripped(Throwable fault) {
    String name = fault.getClass().getName();
    String message =
        fault instanceof SQLException sql ? name + ", SQLSTATE " + sql.getSQLState() : name;
    Throwable cause = fault.getCause();
    return new RedactedFault(
        message, cause == null ? null : stripped(cause), fault.getStackTrace());
  }
}
