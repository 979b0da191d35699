package dev.perennial.runtime.web;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.http.HttpServer;
import dev.perennial.runtime.log.LogConfigurator;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a function from its environment and its wiring, and stops it. */
public final class FunctionServer implements AutoCloseable {

  private static final Duration MAX_DRAIN = Duration.ofSeconds(25);

  private final FunctionParts parts;
  private final FunctionHandler handler;
  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  private FunctionServer(FunctionParts parts, FunctionHandler handler, HttpServer server) {
    this.parts = parts;
    this.handler = handler;
    this.server = server;
  }

  /**
   * Serves until SIGTERM, then refuses new requests, finishes those in progress for up to 25 s, and
   * closes the producer and the pool.
   *
   * @param function the function's name
   */
  public static void run(String function, Wiring wiring) {
    LogConfigurator.nameFunction(function);
    try {
      var server = start(new Settings(function, System.getenv()), wiring);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
      // The server's threads are daemons, and would not keep the process alive.
      new Thread(server::awaitClosed, function).start();
    } catch (RuntimeException fault) {
      log().error("The function cannot start, and the process ends with status 1", fault);
      System.exit(1);
    }
  }

  /** Starts a function with these settings, on any free port if {@code PORT} is 0. */
  public static FunctionServer start(Settings settings, Wiring wiring) {
    return start(settings, InstantSource.system(), wiring);
  }

  /** As {@link #start(Settings, Wiring)}, with another clock. */
  public static FunctionServer start(Settings settings, InstantSource clock, Wiring wiring) {
    var parts = new FunctionParts(settings, clock);
    try {
      wiring.wire(parts);
      var handler = new FunctionHandler(parts);
      parts.relay().start();
      parts.metering().ready();
      return new FunctionServer(
          parts, handler, HttpServer.start(address(settings), parts.connections(), handler));
    } catch (RuntimeException fault) {
      closeAll(parts);
      throw fault;
    }
  }

  private static InetSocketAddress address(Settings settings) {
    return new InetSocketAddress(
        settings.optional("BIND_ADDRESS", "0.0.0.0"), settings.wholeNumber("PORT", 8080));
  }

  /** The port that the function listens on. */
  public int port() {
    return server.port();
  }

  /** Stops as on SIGTERM. Has no effect if the function is stopped or stopping. */
  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    try {
      handler.drain();
      parts.runBeforeStop();
      if (!server.stop(MAX_DRAIN)) {
        log()
            .warn(
                "Requests were still in progress after {}; they end without a response", MAX_DRAIN);
      }
    } finally {
      closeAll(parts);
      closed.countDown();
    }
  }

  private static void closeAll(FunctionParts parts) {
    for (var resource : parts.resources()) {
      try {
        resource.close();
      } catch (Exception fault) {
        log().warn("A resource cannot be closed; the others are closed nevertheless", fault);
      }
    }
  }

  /** Not a constant, which would be there before the log has the function's name. */
  private static Logger log() {
    return LoggerFactory.getLogger(FunctionServer.class);
  }

  private void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
