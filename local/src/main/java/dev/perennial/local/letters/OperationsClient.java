package dev.perennial.local.letters;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests to the API of {@code operations}. */
final class OperationsClient implements AutoCloseable {

  static final JsonMapper JSON = new JsonMapper();

  private static final Duration TIMEOUT = Duration.ofSeconds(120);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI gateway;
  private final String token;

  /**
   * @param token of a user with the role operator or admin; empty for that of the administrator of
   *     {@code ./run}
   */
  OperationsClient(URI gateway, Optional<String> token) throws InterruptedException {
    this.gateway = gateway;
    this.token =
        token.isPresent()
            ? token.get()
            : send(HttpRequest.newBuilder(gateway.resolve("/local/token?user=root"))).body();
  }

  JsonNode get(String path) throws InterruptedException {
    return json(HttpRequest.newBuilder(gateway.resolve(path)));
  }

  /** Posts this JSON; null for no body. */
  JsonNode post(String path, @Nullable JsonNode body) throws InterruptedException {
    var request = HttpRequest.newBuilder(gateway.resolve(path));
    return body == null
        ? json(request.POST(BodyPublishers.noBody()))
        : json(
            request
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
  }

  private JsonNode json(HttpRequest.Builder request) throws InterruptedException {
    return JSON.readTree(send(request.header("Authorization", "Bearer " + token)).body());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    try {
      HttpResponse<String> response =
          http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new CommandException(
            "the response is %d: %s".formatted(response.statusCode(), response.body()));
      }
      return response;
    } catch (IOException e) {
      throw new CommandException(
          "%s cannot be reached (%s); is ./run running, with this --port?"
              .formatted(gateway, e.getClass().getSimpleName()));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
