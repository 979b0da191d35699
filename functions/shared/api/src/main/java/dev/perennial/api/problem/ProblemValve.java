package dev.perennial.api.problem;

import dev.perennial.api.response.SecurityHeaders;
import dev.perennial.events.EventJson;
import java.io.IOException;
import java.util.Objects;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Writes a problem document for requests that Tomcat itself refuses, such as those with a NUL in
 * the path. Tomcat's default is an HTML page.
 */
public final class ProblemValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable fault) {
    var status = HttpStatus.resolve(response.getStatus());
    if (status == null
        || !status.isError()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    var problem = problem(status, response);
    SecurityHeaders.with(problem.headers()).forEach(response::setHeader);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    try {
      response.getOutputStream().write(EventJson.write(problem.problem()));
      response.finishResponse();
    } catch (IOException e) {
      container.getLogger().debug("The client has disconnected; the problem cannot be sent", e);
    }
  }

  private static ProblemException problem(HttpStatus status, Response response) {
    return switch (status) {
      case METHOD_NOT_ALLOWED ->
          ProblemException.methodNotAllowed(
              Objects.requireNonNullElse(response.getHeader(HttpHeaders.ALLOW), ""));
      case INTERNAL_SERVER_ERROR -> ProblemException.internal();
      case SERVICE_UNAVAILABLE ->
          ProblemException.unavailable("this instance cannot take the request; try again");
      default -> ProblemException.badRequest(status.value(), "the request is not valid HTTP");
    };
  }
}
