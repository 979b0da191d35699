package dev.perennial.api.problem;

import dev.perennial.events.EventJson;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
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
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    try {
      response.getOutputStream().write(EventJson.write(problem(status).problem()));
      response.finishResponse();
    } catch (IOException e) {
      container.getLogger().debug("The client has disconnected; the problem cannot be sent", e);
    }
  }

  private static ProblemException problem(HttpStatus status) {
    return status.is4xxClientError()
        ? ProblemException.badRequest(status.value(), "the request is not valid HTTP")
        : ProblemException.internal();
  }
}
