package dev.perennial.local.eventing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perennial.local.serving.Activator;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * Services that always run, in one HTTP server. Each has a path, the list of its received events
 * and a response.
 */
final class TestSubscriber implements Activator, AutoCloseable {

  /** How a Service responds to an event. */
  @FunctionalInterface
  interface Behaviour {
    Response respond(CloudEvent event) throws InterruptedException;
  }

  record Response(int status, Map<String, String> headers, String body) {

    static final Response DONE = new Response(202, Map.of(), "");

    static Response status(int status) {
      return new Response(status, Map.of(), "");
    }
  }

  private final HttpServer server;
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final Map<String, Map<String, List<String>>> headers = new ConcurrentHashMap<>();
  private final Map<String, List<CloudEvent>> received = new ConcurrentHashMap<>();

  TestSubscriber() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  TestSubscriber responding(String service, Behaviour behaviour) {
    behaviours.put(service, behaviour);
    return this;
  }

  List<CloudEvent> eventsOf(String service) {
    return received.computeIfAbsent(service, _ -> new CopyOnWriteArrayList<>());
  }

  /** Returns the request headers of the latest event. */
  Map<String, List<String>> headersOf(String service) {
    return headers.get(service);
  }

  List<String> idsOf(String service) {
    return eventsOf(service).stream().map(CloudEvent::getId).toList();
  }

  @Override
  public Slot acquire(String service, Duration timeout) {
    return new Slot() {
      @Override
      public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + service);
      }

      @Override
      public void countRequest() {}

      @Override
      public void close() {}
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String service = exchange.getRequestURI().getPath().substring(1);
      byte[] request = exchange.getRequestBody().readAllBytes();
      CloudEvent event =
          HttpMessageFactory.createReaderFromMultimap(exchange.getRequestHeaders(), request)
              .toEvent();
      headers.put(service, Map.copyOf(exchange.getRequestHeaders()));
      eventsOf(service).add(event);
      Response response = behaviours.getOrDefault(service, _ -> Response.DONE).respond(event);
      response.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = response.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
