package dev.perennial.api.problem;

import dev.perennial.api.response.SecurityHeaders;
import dev.perennial.events.EventJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Writes a problem document for each exception that ends a request, unless the response is already
 * committed.
 */
final class ProblemResolver implements HandlerExceptionResolver, Ordered {

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
      write(Faults.problem(fault), response);
    }
    return new ModelAndView();
  }

  private static void write(ProblemException problem, HttpServletResponse response) {
    response.setStatus(problem.problem().status());
    SecurityHeaders.with(problem.headers()).forEach(response::setHeader);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    var body = EventJson.write(problem.problem());
    response.setContentLength(body.length);
    try {
      response.getOutputStream().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
