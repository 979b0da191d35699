package dev.perennial.runtime.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A fault of the database as a log may have it: what failed where, and by which SQLSTATE. The
 * driver's own messages quote the rows of a batch, and rows hold what people wrote.
 */
public final class FaultWithoutValues extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private FaultWithoutValues(String message, @Nullable Throwable cause, StackTraceElement[] stack) {
    super(message, cause);
    setStackTrace(stack);
  }

  /** What failed, in a line. */
  public static String reason(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return "%s, SQLSTATE %s".formatted(cause.getClass().getSimpleName(), sql.getSQLState());
      }
    }
    return fault.getClass().getSimpleName() + ": " + fault.getMessage();
  }

  /** The fault itself if it did not come from the database. */
  public static Throwable of(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        return stripped(fault);
      }
    }
    return fault;
  }

  private static FaultWithoutValues stripped(Throwable fault) {
    String name = fault.getClass().getName();
    String message =
        fault instanceof SQLException sql ? name + ", SQLSTATE " + sql.getSQLState() : name;
    Throwable cause = fault.getCause();
    return new FaultWithoutValues(
        message, cause == null ? null : stripped(cause), fault.getStackTrace());
  }
}
