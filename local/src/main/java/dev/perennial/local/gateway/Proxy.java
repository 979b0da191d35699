package dev.perennial.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import dev.perennial.local.serving.Activator;
import dev.perennial.local.serving.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands a request to a Service and the answer back, both as streams. */
final class Proxy implements AutoCloseable {

  private static final int NO_BODY = -1;
  private static final int CHUNKED = 0;
  private static final int BUFFER = 16 * 1024;

  private final Activator activator;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("stream deadlines").factory());

  Proxy(Activator activator) {
    this.activator = activator;
  }

  /**
   * Answers the exchange.
   *
   * @param timeout for the whole of it, from the wait for a process to the last byte of the answer
   * @throws IOException if the answer broke off; what was sent of it must not look complete
   */
  void forward(HttpExchange exchange, String service, Duration timeout) throws IOException, InterruptedException {
    var deadline = Deadline.in(timeout);
    try {
      forwardToReady(exchange, service, deadline);
    } catch (TimeoutException e) {
      Problem.unavailable("%s did not get ready in %d s".formatted(service, timeout.toSeconds())).send(exchange);
    }
  }

  private void forwardToReady(HttpExchange exchange, String service, Deadline deadline)
      throws IOException, InterruptedException, TimeoutException {
    try (var slot = activator.acquire(service, deadline.left())) {
      forward(exchange, slot.address(), service, deadline);
    } catch (ConnectException diedBeforeItGotTheRequest) {
      // Once only: if it was the request that killed it, the next process must not have to die as well.
      try (var slot = activator.acquire(service, deadline.left())) {
        forward(exchange, slot.address(), service, deadline);
      } catch (ConnectException diedAgain) {
        Problem.badGateway(service + " does not take connections").send(exchange);
      }
    }
  }

  private void forward(HttpExchange exchange, URI address, String service, Deadline deadline)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response;
    try {
      response = client.send(request(exchange, address, deadline), BodyHandlers.ofInputStream());
    } catch (ConnectException e) {
      throw e;
    } catch (HttpTimeoutException e) {
      Problem.timedOut(service + " did not answer in time").send(exchange);
      return;
    } catch (IllegalArgumentException e) {
      Problem.badRequest(e.getMessage()).send(exchange);
      return;
    } catch (IOException e) {
      Problem.badGateway(service + " broke off before it answered").send(exchange);
      return;
    }
    try (var body = response.body()) {
      sendBack(exchange, response, body, deadline);
    }
  }

  private static HttpRequest request(HttpExchange exchange, URI address, Deadline deadline) {
    var target = exchange.getRequestURI();
    var query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
    var request =
        HttpRequest.newBuilder(URI.create(address + target.getRawPath() + query))
            .method(exchange.getRequestMethod(), body(exchange))
            .timeout(deadline.left());
    Forwarded.request(exchange, request);
    return request.build();
  }

  private static BodyPublisher body(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    var length = headers.getFirst("Content-Length");
    if (length != null && Long.parseLong(length) > 0) {
      return BodyPublishers.fromPublisher(
          BodyPublishers.ofInputStream(exchange::getRequestBody), Long.parseLong(length));
    }
    return headers.containsKey("Transfer-Encoding")
        ? BodyPublishers.ofInputStream(exchange::getRequestBody)
        : BodyPublishers.noBody();
  }

  private void sendBack(
      HttpExchange exchange, HttpResponse<InputStream> response, InputStream body, Deadline deadline)
      throws IOException {
    Forwarded.response(response.headers().map(), exchange.getResponseHeaders());
    int status = response.statusCode();
    long length = response.headers().firstValueAsLong("Content-Length").orElse(CHUNKED);
    boolean empty = exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
    if (empty || (length == 0 && response.headers().firstValue("Content-Length").isPresent())) {
      exchange.sendResponseHeaders(status, NO_BODY);
    } else if (length > 0) {
      exchange.sendResponseHeaders(status, length);
      body.transferTo(exchange.getResponseBody());
    } else {
      exchange.sendResponseHeaders(status, CHUNKED);
      stream(exchange, body, deadline);
    }
  }

  /** Passes on what comes as it comes; an event stream is cut at the deadline, as Knative does. */
  private void stream(HttpExchange exchange, InputStream body, Deadline deadline) throws IOException {
    var cut = deadlines.schedule(() -> close(body), deadline.left().toMillis(), TimeUnit.MILLISECONDS);
    try {
      var buffer = new byte[BUFFER];
      var out = exchange.getResponseBody();
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } finally {
      cut.cancel(false);
    }
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    client.shutdownNow();
  }
}
