package dev.perennial.runtime.http;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.DatabaseFault;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.NoHandlerFoundException;

/** The one place where whatever ends a request badly becomes a problem and a status. */
final class ProblemResolver implements HandlerExceptionResolver, Ordered {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemResolver.class);

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception fault) {
    if (!response.isCommitted()) {
      write(asProblem(fault), response);
    }
    return new ModelAndView();
  }

  private static ProblemException asProblem(Exception fault) {
    if (fault instanceof ProblemException problem) {
      return problem;
    }
    if (fault instanceof NoHandlerFoundException unknown) {
      return ProblemException.notFound("there is nothing at " + unknown.getRequestURL());
    }
    if (fault instanceof InvalidParameterException) {
      return ProblemException.badRequest(400, "the query cannot be decoded");
    }
    if (DatabaseFault.passing(fault)) {
      LOG.warn(
          "The database is away or too busy; the request was answered with 503: {}",
          fault.toString());
      return ProblemException.unavailable(
          "the database is away or too busy; try again in a moment");
    }
    LOG.error("A request failed and was answered with 500", fault);
    return ProblemException.internal();
  }

  private static void write(ProblemException problem, HttpServletResponse response) {
    response.setStatus(problem.problem().status());
    problem.headers().forEach(response::setHeader);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    try {
      response.getOutputStream().write(EventJson.write(problem.problem()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
