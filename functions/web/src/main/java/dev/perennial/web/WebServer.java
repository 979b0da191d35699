package dev.perennial.web;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.http.HttpServer;
import dev.perennial.runtime.http.HttpServer.Connections;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Starts and stops the function. It has the HTTP server of the other functions, and neither their
 * database nor their Kafka: files need none, so that it starts in a fraction of the time.
 */
final class WebServer implements AutoCloseable {

  private static final Duration MAX_DRAIN = Duration.ofSeconds(25);

  private final WebHandler handler;
  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);

  private WebServer(WebHandler handler, HttpServer server) {
    this.handler = handler;
    this.server = server;
  }

  /**
   * Starts with these settings, on any free port if {@code PORT} is 0.
   *
   * @throws IllegalArgumentException if a setting is missing or not valid
   */
  static WebServer start(Settings settings) {
    var signIn = SignIn.of(settings);
    var handler = new WebHandler(AppFiles.ofJar(), signIn);
    var address =
        new InetSocketAddress(
            settings.optional("BIND_ADDRESS", "0.0.0.0"), settings.wholeNumber("PORT", 8080));
    return new WebServer(handler, HttpServer.start(address, Connections.STANDARD, handler));
  }

  int port() {
    return server.port();
  }

  /** Finishes the requests in progress, for up to 25 s. */
  @Override
  public void close() {
    handler.drain();
    try {
      server.stop(MAX_DRAIN);
    } finally {
      closed.countDown();
    }
  }

  void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
