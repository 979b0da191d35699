package dev.perennial.local.serving;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A minimal function that can be slow, stream, or crash on request. */
public final class StandIn {

  private static final int CRASH = 3;
  private static final List<String> EVENTS = new CopyOnWriteArrayList<>();
  private static final Set<InetSocketAddress> CONNECTIONS = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final AtomicInteger MOST_OPEN = new AtomicInteger();
  private static final AtomicInteger OPEN_STREAMS = new AtomicInteger();

  private StandIn() {}

  public static void main(String[] arguments) throws IOException {
    // As Tomcat, which discards up to 2 MiB of a body that was not read, and closes the connection.
    System.setProperty("sun.net.httpserver.drainAmount", String.valueOf(2 * 1024 * 1024));
    int port = Integer.parseInt(System.getenv("PORT"));
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/health/ready", exchange -> respond(exchange, "ready"));
    server.createContext(
        "/v1/pid", exchange -> respond(exchange, Long.toString(ProcessHandle.current().pid())));
    server.createContext("/", StandIn::event);
    server.createContext("/v1/events", exchange -> respond(exchange, EVENTS.toString()));
    server.createContext("/v1/environment", StandIn::environment);
    server.createContext("/v1/echo", StandIn::echo);
    server.createContext("/v1/slow", StandIn::slow);
    server.createContext("/v1/most-open", exchange -> respond(exchange, MOST_OPEN.toString()));
    server.createContext(
        "/v1/open-streams", exchange -> respond(exchange, OPEN_STREAMS.toString()));
    server.createContext("/v1/stream", StandIn::stream);
    server.createContext("/v1/refuse", StandIn::refuse);
    server.createContext("/v1/hang-up", StandIn::hangUp);
    server.createContext("/v1/once", StandIn::once);
    server.createContext("/v1/crash", exchange -> Runtime.getRuntime().halt(CRASH));
    server.start();
  }

  private static void event(HttpExchange exchange) throws IOException {
    EVENTS.add(exchange.getRequestHeaders().getFirst("ce-source"));
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
  }

  private static void environment(HttpExchange exchange) throws IOException {
    respond(exchange, System.getenv().getOrDefault(exchange.getRequestURI().getQuery(), ""));
  }

  private static void echo(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put("Echo-" + name, values));
    headers.set("Echo-Method", exchange.getRequestMethod());
    headers.set("Echo-Target", exchange.getRequestURI().toString());
    exchange.sendResponseHeaders(201, 0);
    exchange.getRequestBody().transferTo(exchange.getResponseBody());
    exchange.close();
  }

  /** Answers without reading the body. */
  private static void refuse(HttpExchange exchange) throws IOException {
    byte[] body = "too large".getBytes();
    exchange.sendResponseHeaders(413, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** The server closes the connection without a response. */
  private static void hangUp(HttpExchange exchange) throws IOException {
    throw new IOException("hang up");
  }

  /** Responds to the first request of each connection, and closes it instead at the second. */
  private static void once(HttpExchange exchange) throws IOException {
    if (!CONNECTIONS.add(exchange.getRemoteAddress())) {
      hangUp(exchange);
    }
    respond(exchange, "once");
  }

  private static void slow(HttpExchange exchange) throws IOException {
    MOST_OPEN.accumulateAndGet(OPEN.incrementAndGet(), Math::max);
    pause(Duration.ofMillis(Long.parseLong(exchange.getRequestURI().getQuery())));
    OPEN.decrementAndGet();
    respond(exchange, "done");
  }

  /** Sends an event at an interval in milliseconds until the client disconnects. */
  private static void stream(HttpExchange exchange) throws IOException {
    OPEN_STREAMS.incrementAndGet();
    var between = Duration.ofMillis(Long.parseLong(exchange.getRequestURI().getQuery()));
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try {
      while (true) {
        exchange.getResponseBody().write("data: tick\n\n".getBytes());
        exchange.getResponseBody().flush();
        pause(between);
      }
    } finally {
      OPEN_STREAMS.decrementAndGet();
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void respond(HttpExchange exchange, String text) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(text.length()));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(200, text.length());
    exchange.getResponseBody().write(text.getBytes());
    exchange.close();
  }
}
