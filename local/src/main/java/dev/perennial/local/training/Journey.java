package dev.perennial.local.training;

import static java.time.ZoneOffset.UTC;
import static java.time.temporal.ChronoUnit.SECONDS;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sequence of requests of one user, read from a file.
 *
 * @param user whose token the requests carry
 */
record Journey(String user, List<Step> steps) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration SOON = Duration.ofSeconds(3);

  static Journey read(Path file) {
    return JSON.readValue(file, Journey.class);
  }

  /**
   * Sends the requests in order. In each, {@code {soon}} stands for a local time in UTC three
   * seconds ahead. A stream of events stays open, and is sent events, until the last request was
   * answered.
   *
   * @throws TrainingException if a response has an unexpected status
   */
  void run(URI gateway, InstantSource clock)
      throws IOException, InterruptedException, TrainingException {
    try (var client = HttpClient.newHttpClient();
        var streams = new OpenStreams(new ArrayList<>())) {
      var saved = new HashMap<String, String>();
      for (Step step : steps) {
        saved.put(
            "soon",
            LocalDateTime.ofInstant(clock.instant().plus(SOON).truncatedTo(SECONDS), UTC)
                .toString());
        HttpResponse<InputStream> response =
            client.send(
                request(gateway, step, token(client, gateway, step), saved),
                BodyHandlers.ofInputStream());
        String body = streams.keptOpen(response) ? "" : read(response);
        check(step, response, body);
        step.saves()
            .forEach(
                (name, pointer) -> saved.put(name, JSON.readTree(body).at(pointer).asString()));
      }
    }
  }

  /** Streams of events, none of which ends by itself. */
  private record OpenStreams(List<InputStream> bodies) implements Closeable {

    boolean keptOpen(HttpResponse<InputStream> response) {
      boolean isStream =
          response
              .headers()
              .firstValue("Content-Type")
              .filter(type -> type.startsWith("text/event-stream"))
              .isPresent();
      return isStream && bodies.add(response.body());
    }

    @Override
    public void close() throws IOException {
      for (InputStream body : bodies) {
        body.close();
      }
    }
  }

  private static String read(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String token(HttpClient client, URI gateway, Step step)
      throws IOException, InterruptedException {
    String name = step.user() == null ? user : step.user();
    return client.send(get(gateway, "/local/token?user=" + name), BodyHandlers.ofString()).body();
  }

  private static HttpRequest get(URI gateway, String path) {
    return HttpRequest.newBuilder(gateway.resolve(path)).build();
  }

  private static HttpRequest request(
      URI gateway, Step step, String token, Map<String, String> saved) {
    HttpRequest.BodyPublisher body =
        step.body() == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(substitute(step.body().toString(), saved));
    return HttpRequest.newBuilder(gateway.resolve(substitute(step.path(), saved)))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", step.contentType())
        .method(step.method(), body)
        .build();
  }

  private static String substitute(String text, Map<String, String> saved) {
    String result = text;
    for (Map.Entry<String, String> entry : saved.entrySet()) {
      result = result.replace("{" + entry.getKey() + "}", entry.getValue());
    }
    return result;
  }

  private static void check(Step step, HttpResponse<?> response, String body)
      throws TrainingException {
    if (response.statusCode() != step.expect()) {
      throw new TrainingException(
          "%s %s answered %d, not %d: %s"
              .formatted(step.method(), step.path(), response.statusCode(), step.expect(), body));
    }
  }
}
