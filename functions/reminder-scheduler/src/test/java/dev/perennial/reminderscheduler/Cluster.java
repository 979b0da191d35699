package dev.perennial.reminderscheduler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The part of the cluster's API that sets the alarm, and the requests it has received. */
final class Cluster implements AutoCloseable {

  private static final String ALARM =
      "/apis/sources.knative.dev/v1/namespaces/garden/pingsources/reminder-alarm";

  private final HttpServer server;
  private final Path token;
  private final List<String> schedules = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final AtomicInteger responseStatus = new AtomicInteger(200);

  private Cluster(HttpServer server, Path token) {
    this.server = server;
    this.token = token;
  }

  static Cluster start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var cluster = new Cluster(server, Files.createTempFile("token", ""));
      cluster.token("first");
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(ALARM, cluster::patch);
      server.start();
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The environment variables with which the function finds it. */
  Map<String, String> env() {
    return Map.of(
        "KUBERNETES_API_URL",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "KUBERNETES_TOKEN_FILE",
        token.toString(),
        "KUBERNETES_NAMESPACE",
        "garden");
  }

  void token(String other) {
    try {
      Files.writeString(token, other + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The status of all further responses; 0 closes the connection without one. */
  void respondWith(int status) {
    responseStatus.set(status);
  }

  List<String> schedules() {
    return schedules;
  }

  /** An alarm is postponed in the background, after the commit. */
  void awaitSetTo(Instant moment) {
    await("the alarm is postponed")
        .untilAsserted(() -> assertThat(schedules).endsWith(scheduleOf(moment)));
  }

  List<String> tokens() {
    return tokens;
  }

  /** The schedule that fires at this moment. */
  static String scheduleOf(Instant moment) {
    var at = moment.atOffset(ZoneOffset.UTC);
    return "%d %d %d %d %d *"
        .formatted(
            at.getSecond(), at.getMinute(), at.getHour(), at.getDayOfMonth(), at.getMonthValue());
  }

  private void patch(HttpExchange exchange) throws IOException {
    try (exchange) {
      var type = exchange.getRequestHeaders().getFirst("Content-Type");
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (!exchange.getRequestMethod().equals("PATCH")
          || !"application/merge-patch+json".equals(type)) {
        exchange.sendResponseHeaders(415, -1);
      } else if (responseStatus.get() == 0) {
        return;
      } else if (responseStatus.get() != 200) {
        exchange.sendResponseHeaders(responseStatus.get(), -1);
      } else {
        tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
        schedules.add(EventJson.MAPPER.readTree(body).at("/spec/schedule").asString());
        exchange.sendResponseHeaders(200, body.length());
        exchange.getResponseBody().write(body.getBytes(UTF_8));
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
