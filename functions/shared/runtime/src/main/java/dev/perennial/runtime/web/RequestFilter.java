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
 * The first filter of every function: handles the health probes, continues the caller's trace, and
 * keeps request headers out of the response to a delivery.
 */
final class RequestFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient AtomicBoolean draining = new AtomicBoolean();
  private final transient HealthDetails details;

  RequestFilter(HealthDetails details) {
    this.details = details;
  }

  /** From now on {@code /health/ready} returns 503, so that the platform sends no more requests. */
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
              request,
              EventEndpointFilter.isDelivery(request) ? new DeliveryResponse(response) : response);
        }
        finish(request, response);
      }
    }
  }

  /**
   * Sends the response before the filter returns, because then the server counts the request as
   * done, and a draining server closes all connections once no request is left. An error response,
   * which the server writes later, stays open.
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
   * Drops response headers that spring-cloud-function copies from the request. A broker takes
   * {@code ce-} headers for a reply event and routes it again, in an endless loop, and a copied
   * {@code Connection} hides that the server is about to close the connection.
   */
  private static final class DeliveryResponse extends HttpServletResponseWrapper {

    private static final Set<String> ALLOWED =
        Set.of(NotAcknowledgedResolver.REASON_HEADER.toLowerCase(Locale.ROOT), "content-type");

    DeliveryResponse(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void addHeader(String name, String value) {
      if (isAllowed(name)) {
        super.addHeader(name, value);
      }
    }

    @Override
    public void setHeader(String name, String value) {
      if (isAllowed(name)) {
        super.setHeader(name, value);
      }
    }

    private static boolean isAllowed(String name) {
      return ALLOWED.contains(name.toLowerCase(Locale.ROOT));
    }
  }
}
