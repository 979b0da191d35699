package dev.perennial.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.manifest.Route;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.serving.Activator;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Serves all clients: paths of the HTTPRoute are forwarded to their Service, {@code /local/} and
 * {@code /metrics} are answered by the platform.
 */
public final class Gateway implements AutoCloseable {

  private static final int BACKLOG = 1024;
  private static final int STOP_DELAY_SECONDS = 5;
  private static final int DISCARDED_BYTES = 64 * 1024 * 1024;
  static final String LOCAL_PATH = "/local/";

  static {
    // Nagle's algorithm would delay a response of two packets by 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // A response may be there before the whole request was read, such as 413. A client that is
    // still sending reads it only if it can send the rest, which is discarded.
    System.setProperty("sun.net.httpserver.drainAmount", String.valueOf(DISCARDED_BYTES));
  }

  private final HttpServer server;
  private final int port;
  private @Nullable Proxy proxy;

  private Gateway(HttpServer server) {
    this.server = server;
    this.port = server.getAddress().getPort();
  }

  /**
   * Binds the port. Requests wait until {@link #open}.
   *
   * @throws StartupException if the port is in use
   */
  public static Gateway bind(int port) {
    try {
      return new Gateway(
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG));
    } catch (BindException e) {
      throw new StartupException(
          "port %d is in use: stop what listens there or give --port another one".formatted(port),
          e);
    } catch (IOException e) {
      throw new StartupException("port %d cannot be used: %s".formatted(port, e.getMessage()), e);
    }
  }

  /** Starts to answer requests. */
  public void open(
      List<Route> routes,
      List<Service> services,
      Activator activator,
      LocalEndpoints own,
      HttpHandler metrics) {
    Map<String, Duration> timeouts =
        services.stream().collect(Collectors.toMap(Service::name, Service::timeout));
    proxy = new Proxy(activator);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", new ServiceHandler(new RouteTable(routes), timeouts, proxy));
    server.createContext(LOCAL_PATH, own);
    server.createContext("/metrics", metrics);
    server.start();
  }

  public URI address() {
    return URI.create("http://localhost:" + port);
  }

  /** Refuses new requests at once and waits up to 5 seconds for open ones. */
  @Override
  public void close() {
    server.stop(STOP_DELAY_SECONDS);
    if (proxy != null) {
      proxy.close();
    }
  }

  private record ServiceHandler(RouteTable routes, Map<String, Duration> timeouts, Proxy proxy)
      implements HttpHandler {

    @Override
    public void handle(HttpExchange exchange) throws IOException {
      String path = exchange.getRequestURI().getPath();
      if (!hasOneHost(exchange)) {
        Problem.badRequest("the request must have one Host").send(exchange);
      } else if (exchange.getRequestMethod().equals("TRACE")) {
        // It would return the client's credentials (RFC 9110, section 9.3.8).
        Problem.notImplemented("TRACE is not forwarded").send(exchange);
      } else if (Arrays.asList(path.split("/")).contains("..")) {
        Problem.badRequest("the path must not contain ..").send(exchange);
      } else {
        // As in Envoy, an encoded slash does not separate elements of the path.
        Optional<String> service = routes.serviceFor(exchange.getRequestURI().getRawPath());
        if (service.isPresent()) {
          forward(exchange, service.get());
        } else {
          Problem.notFound("no route matches " + path).send(exchange);
        }
      }
      exchange.close();
    }

    private static boolean hasOneHost(HttpExchange exchange) {
      int hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of()).size();
      return hosts == 1 || (hosts == 0 && exchange.getProtocol().equals("HTTP/1.0"));
    }

    private void forward(HttpExchange exchange, String service) throws IOException {
      try {
        proxy.forward(exchange, service, timeouts.get(service));
      } catch (IllegalStateException stopping) {
        Problem.unavailable(stopping.getMessage()).sendWithRetryAfter(exchange);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the gateway is closing", e);
      }
    }
  }
}
