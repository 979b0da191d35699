package dev.perennial.runtime.web;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.Trace;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands before every function: answers the health probes, goes on with the caller's trace, and
 * keeps the request's headers out of what a delivery is answered with.
 */
final class FrontDoor extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient AtomicBoolean draining = new AtomicBoolean();
  private final transient HealthDetails details;

  FrontDoor(HealthDetails details) {
    this.details = details;
  }

  /** From now on the function is not ready: whoever asks sends its requests elsewhere. */
  void drain() {
    draining.set(true);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    switch (request.getRequestURI()) {
      case "/health/live" -> answer(response, HttpServletResponse.SC_OK, "UP", Map.of());
      case "/health/ready" -> {
        var closed = draining.get();
        answer(
            response,
            closed ? HttpServletResponse.SC_SERVICE_UNAVAILABLE : HttpServletResponse.SC_OK,
            closed ? "OUT_OF_SERVICE" : "UP",
            details.details());
      }
      default -> {
        try (var trace = Trace.resume(request.getHeader("traceparent"))) {
          chain.doFilter(
              request, EventDoor.isDelivery(request) ? new Acknowledgement(response) : response);
        }
        finish(request, response);
      }
    }
  }

  /**
   * The server counts a request as done when this filter returns, and a server that drains closes
   * every connection once none is left: the answer has to be out by then. One that the server still
   * has to write, of an error, stays open.
   */
  private static void finish(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.isAsyncStarted()) {
      response.getOutputStream().close();
    }
  }

  private static void answer(
      HttpServletResponse response, int status, String health, Map<String, Object> details)
      throws IOException {
    var body = new LinkedHashMap<String, Object>();
    body.put("status", health);
    body.putAll(details);
    response.setStatus(status);
    response.setContentType("application/json");
    response.getWriter().write(EventJson.MAPPER.writeValueAsString(body));
  }

  /**
   * What a delivery is answered with: spring-cloud-function gives back every header of the request.
   * Of those a broker takes {@code ce-} for a reply and routes it again, in an endless loop, and a
   * {@code Connection} hides from the client that the server is about to close it.
   */
  private static final class Acknowledgement extends HttpServletResponseWrapper {

    private static final Set<String> ITS_OWN =
        Set.of(NotAcknowledgedResolver.REASON_HEADER.toLowerCase(Locale.ROOT), "content-type");

    Acknowledgement(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void addHeader(String name, String value) {
      if (isItsOwn(name)) {
        super.addHeader(name, value);
      }
    }

    @Override
    public void setHeader(String name, String value) {
      if (isItsOwn(name)) {
        super.setHeader(name, value);
      }
    }

    private static boolean isItsOwn(String name) {
      return ITS_OWN.contains(name.toLowerCase(Locale.ROOT));
    }
  }
}
