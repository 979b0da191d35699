package dev.perennial.api.problem;

import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.database.RedactedFault;
import dev.perennial.runtime.outbox.EventTooLarge;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps every exception of a request to a problem. No other class does so. */
public final class ExceptionMapping {

  private static final Logger LOG = LoggerFactory.getLogger(ExceptionMapping.class);

  private ExceptionMapping() {}

  /** Returns the problem for an exception. Logs the details that the problem does not reveal. */
  public static ProblemException problem(Exception fault) {
    if (fault instanceof ProblemException problem) {
      return problem;
    }
    if (fault instanceof InvalidParameterException) {
      return ProblemException.badRequest(400, "the query cannot be decoded");
    }
    if (fault instanceof EventTooLarge tooLarge) {
      return ProblemException.eventTooLarge(tooLarge.getMessage());
    }
    if (DatabaseFault.isTransient(fault)) {
      LOG.warn(
          "The database is unavailable or too busy; the request gets 503: {}",
          RedactedFault.of(fault).toString());
      return ProblemException.unavailable(
          "the database is unavailable or too busy; try again in a moment");
    }
    LOG.error("A request failed and gets 500", RedactedFault.of(fault));
    return ProblemException.internal();
  }
}
