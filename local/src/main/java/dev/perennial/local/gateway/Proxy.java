package dev.perennial.local.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.perennial.local.http.FunctionClient;
import dev.perennial.local.serving.Activator;
import dev.perennial.local.serving.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Forwards a request to a Service and its response back, both as streams. */
final class Proxy implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Proxy.class.getName());
  private static final int NO_BODY = -1;
  private static final int NO_RESPONSE = -1;
  private static final int CHUNKED = 0;
  private static final int BUFFER = 16 * 1024;

  // RFC 9110, section 9.2.2.
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  private static final Duration RETRY_DELAY = Duration.ofMillis(10);

  private final Activator activator;
  private final FunctionClient client = new FunctionClient();

  Proxy(Activator activator) {
    this.activator = activator;
  }

  /**
   * Forwards the exchange and sends the response, which is a problem if the Service fails.
   *
   * @param timeout from the wait for a process to the last byte of the response
   * @throws IOException if the response broke off; the caller must not end the exchange as if it
   *     were complete
   */
  void forward(HttpExchange exchange, String service, Duration timeout)
      throws IOException, InterruptedException {
    var deadline = Deadline.in(timeout);
    try {
      forwardToReady(exchange, service, deadline);
    } catch (TimeoutException e) {
      Problem.unavailable("%s was not ready within %d s".formatted(service, timeout.toSeconds()))
          .sendWithRetryAfter(exchange);
    }
  }

  private void forwardToReady(HttpExchange exchange, String service, Deadline deadline)
      throws IOException, InterruptedException, TimeoutException {
    while (deadline.nanosLeft() > 0) {
      try (Activator.Slot slot = activator.acquire(service, deadline.left())) {
        forward(exchange, slot, service, deadline);
        return;
      } catch (ConnectException processDied) {
        // Nothing was sent, so the next process can safely receive the request.
        Thread.sleep(RETRY_DELAY);
      }
    }
    throw new TimeoutException(service + " refuses connections");
  }

  private void forward(
      HttpExchange exchange, Activator.Slot slot, String service, Deadline deadline)
      throws IOException {
    var body = body(exchange);
    HttpUriRequestBase request = request(exchange, body, deadline);
    ClassicHttpResponse response;
    try {
      response = client.send(slot.address(), request, body == null && isRepeatable(exchange));
    } catch (ConnectException e) {
      throw e;
    } catch (ClientBody.Unreadable e) {
      slot.countRequest();
      refuseBody(
          exchange,
          Problem.badRequest("the body breaks off before its end, or is malformed"),
          Thread.currentThread());
      return;
    } catch (SocketTimeoutException e) {
      slot.countRequest();
      sendFailure(exchange, Problem.timedOut(service + " did not answer in time"));
      return;
    } catch (IOException e) {
      slot.countRequest();
      sendFailure(
          exchange, Problem.badGateway(service + " closed the connection before it answered"));
      return;
    }
    slot.countRequest();
    try (response) {
      sendResponse(exchange, request, response, deadline);
    }
  }

  /** The function may have executed the request. */
  private static void sendFailure(HttpExchange exchange, Problem problem) throws IOException {
    if (isRepeatable(exchange)) {
      problem.sendWithRetryAfter(exchange);
    } else {
      problem.send(exchange);
    }
  }

  /** Whether executing the request again changes nothing more. */
  private static boolean isRepeatable(HttpExchange exchange) {
    return IDEMPOTENT.contains(exchange.getRequestMethod())
        || exchange.getRequestHeaders().containsKey("Idempotency-Key");
  }

  private static HttpUriRequestBase request(
      HttpExchange exchange, @Nullable HttpEntity body, Deadline deadline) {
    URI target = exchange.getRequestURI();
    String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
    var request =
        new HttpUriRequestBase(
            exchange.getRequestMethod(), URI.create(target.getRawPath() + query));
    request.setConfig(
        RequestConfig.custom()
            // Otherwise the client adds Upgrade: TLS/1.2 to each GET.
            .setProtocolUpgradeEnabled(false)
            .setConnectionRequestTimeout(Timeout.of(deadline.left()))
            .setResponseTimeout(Timeout.of(deadline.left()))
            .build());
    request.setEntity(body);
    ForwardedHeaders.request(exchange, request);
    return request;
  }

  private @Nullable HttpEntity body(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String length = headers.getFirst("Content-Length");
    if (length != null && Long.parseLong(length) > 0) {
      return new InputStreamEntity(read(exchange), Long.parseLong(length), null);
    }
    return headers.containsKey("Transfer-Encoding")
        ? new InputStreamEntity(read(exchange), null)
        : null;
  }

  private InputStream read(HttpExchange exchange) {
    Thread reader = Thread.currentThread();
    Problem tooSlow = Problem.requestTimedOut("the body arrives too slowly");
    return new ClientBody(
        exchange.getRequestBody(), client, () -> refuseBody(exchange, tooSlow, reader));
  }

  /**
   * Sends the last response of a connection, unless it has got one. The server would read the rest
   * of the body first, which may never come; only an interrupt ends its read.
   *
   * @param reader the thread that reads the body
   */
  private static void refuseBody(HttpExchange exchange, Problem problem, Thread reader) {
    try {
      if (exchange.getResponseCode() == NO_RESPONSE) {
        exchange.getResponseHeaders().set("Connection", "close");
        problem.send(exchange);
        exchange.getResponseBody().flush();
      }
    } catch (IOException disconnected) {
      LOG.log(Level.DEBUG, "a client whose body is refused has disconnected", disconnected);
    } finally {
      reader.interrupt();
    }
  }

  private void sendResponse(
      HttpExchange exchange,
      HttpUriRequestBase request,
      ClassicHttpResponse response,
      Deadline deadline)
      throws IOException {
    ForwardedHeaders.response(response, exchange.getResponseHeaders());
    HttpEntity body = response.getEntity();
    if (exchange.getRequestMethod().equals("HEAD")) {
      copyLength(response, exchange);
      exchange.sendResponseHeaders(response.getCode(), NO_BODY);
    } else if (body == null || body.getContentLength() == 0) {
      exchange.sendResponseHeaders(response.getCode(), NO_BODY);
    } else if (body.getContentLength() > 0) {
      exchange.sendResponseHeaders(response.getCode(), body.getContentLength());
      body.writeTo(exchange.getResponseBody());
    } else {
      exchange.sendResponseHeaders(response.getCode(), CHUNKED);
      stream(exchange, request, body.getContent(), deadline);
    }
  }

  /** The length that the body of a GET would have. */
  private static void copyLength(ClassicHttpResponse response, HttpExchange exchange) {
    var length = response.getFirstHeader("Content-Length");
    if (length != null) {
      exchange.getResponseHeaders().set("Content-Length", length.getValue());
    }
  }

  /** Forwards each chunk at once. A stream is cut at the deadline, as Knative does. */
  private void stream(
      HttpExchange exchange, HttpUriRequestBase request, InputStream body, Deadline deadline)
      throws IOException {
    ScheduledFuture<?> cut = client.after(deadline.left(), request::cancel);
    try {
      var buffer = new byte[BUFFER];
      OutputStream out = exchange.getResponseBody();
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // Otherwise closing the response would wait for the end of the stream, which may never come.
      request.cancel();
      throw e;
    } finally {
      cut.cancel(false);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
