package dev.perennial.local.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.perennial.embedded.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on the loopback address. */
public final class LoopbackServer implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private LoopbackServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @param what names the server in an error message
   * @param port 0 for any
   * @throws StartupException if the port is in use
   */
  public static LoopbackServer start(String what, int port, HttpHandler handler) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var started = new LoopbackServer(HttpServer.create(address, BACKLOG));
      started.server.setExecutor(started.threads);
      started.server.createContext("/", handler);
      started.server.start();
      return started;
    } catch (IOException e) {
      throw new StartupException(
          "%s cannot listen on port %d: %s".formatted(what, port, e.getMessage()), e);
    }
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
