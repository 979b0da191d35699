package dev.perennial.syncpush;

import static org.awaitility.Awaitility.await;

import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.events.EventJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a stream as a browser's EventSource does, but does not reconnect. */
final class StreamClient implements AutoCloseable {

  private static final Duration AT_MOST = Duration.ofSeconds(120);

  /** Each has its own HTTP client, whose connections are closed with it. */
  private final HttpClient http = HttpClient.newHttpClient();

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger comments = new AtomicInteger();
  private final HttpResponse<InputStream> response;
  private volatile @Nullable String end;

  /** A received event. */
  record Event(@Nullable String id, String type, String data) {

    JsonNode json() {
      return EventJson.MAPPER.readTree(data);
    }
  }

  private StreamClient(URI address, Map<String, String> headers) {
    var request = HttpRequest.newBuilder(address);
    headers.forEach(request::header);
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::read);
  }

  /** Opens a stream of this user. */
  static StreamClient of(URI base, String user, String query) {
    return new StreamClient(
        base.resolve("/v1/sync/stream" + query),
        Map.of("Authorization", TestIssuer.authorization(user)));
  }

  static StreamClient of(URI base, Map<String, String> headers, String query) {
    return new StreamClient(base.resolve("/v1/sync/stream" + query), headers);
  }

  static StreamClient resume(URI base, String user, String lastEventId) {
    return resume(base, user, lastEventId, "");
  }

  static StreamClient resume(URI base, String user, String lastEventId, String query) {
    return of(
        base,
        Map.of("Authorization", TestIssuer.authorization(user), "Last-Event-ID", lastEventId),
        query);
  }

  int status() {
    return response.statusCode();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Waits until this many events are received. */
  List<Event> awaitEvents(int count) {
    return awaitEvents(count, AT_MOST);
  }

  List<Event> awaitEvents(int count, Duration atMost) {
    await("events").atMost(atMost).until(() -> events.size() >= count);
    return List.copyOf(events);
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  List<String> ids() {
    return events.stream().map(event -> String.valueOf(event.id())).toList();
  }

  void awaitComments(int count) {
    await("comments").atMost(AT_MOST).until(() -> comments.get() >= count);
  }

  /** Waits until the server has ended the stream and returns the last event. */
  Event awaitEnd() {
    await("the end of the stream").atMost(AT_MOST).until(() -> end != null);
    if (!"whole".equals(end)) {
      throw new AssertionError("the connection was broken: " + end);
    }
    return events.getLast();
  }

  /** Waits until the connection is closed, in whatever way. */
  void awaitDisconnected() {
    await("the end of the stream").atMost(AT_MOST).until(() -> end != null);
  }

  private void read() {
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = null;
      String type = "message";
      var data = new StringBuilder();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) {
          comments.incrementAndGet();
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        } else if (line.isEmpty() && !data.isEmpty()) {
          events.add(new Event(id, type, data.toString()));
          id = null;
          type = "message";
          data.setLength(0);
        }
      }
      end = "whole";
    } catch (IOException e) {
      end = e.toString();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
