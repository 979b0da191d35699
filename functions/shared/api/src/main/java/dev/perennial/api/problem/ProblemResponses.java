package dev.perennial.api.problem;

import dev.perennial.api.response.SecurityHeaders;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.http.Exchange;
import dev.perennial.runtime.http.HttpServer;
import java.io.IOException;

/** Sends problems as responses (RFC 9457). */
public final class ProblemResponses {

  private ProblemResponses() {}

  /**
   * Sends the problem for an exception that ended a request.
   *
   * @throws IOException if the response has begun, so that the server closes the connection
   */
  public static void send(Exchange exchange, RuntimeException fault) throws IOException {
    var problem = ExceptionMapping.problem(fault);
    if (exchange.isCommitted()) {
      throw new IOException("the response cannot be completed", fault);
    }
    send(exchange, problem);
  }

  /** Sends the problem for a request that the server refuses, since it is not valid HTTP. */
  public static void refuse(Exchange exchange, int status) throws IOException {
    send(
        exchange,
        switch (status) {
          case 503 -> ProblemException.unavailable("this instance is stopping; try again");
          case 414, 431 ->
              ProblemException.badRequest(
                  status,
                  "the request line and the headers may have %d bytes in at most 100 headers; %s"
                      .formatted(
                          HttpServer.MAX_HEAD_BYTES,
                          status == 414 ? "the URI is too long" : "the headers are too large"));
          default -> ProblemException.badRequest(status, "the request is not valid HTTP");
        });
  }

  private static void send(Exchange exchange, ProblemException problem) throws IOException {
    var headers = SecurityHeaders.with(problem.headers());
    headers.put("Content-Type", "application/problem+json");
    exchange.send(problem.problem().status(), headers, EventJson.write(problem.problem()));
  }
}
