package dev.perennial.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perennial.local.flow.FlowPage;
import dev.perennial.local.http.Responses;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one act caused, as a page: {@code GET /local/flow/ID}, of a trace, an event or a task. Shows
 * what an administrator sees.
 */
public final class FlowEndpoint implements HttpHandler {

  private static final String PATH = "/local/flow/";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI gateway;
  private final Supplier<String> token;

  /**
   * @param gateway where {@code /v1/flows/} is
   * @param token of an administrator
   */
  public FlowEndpoint(URI gateway, Supplier<String> token) {
    this.gateway = gateway;
    this.token = token;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String id = path.startsWith(PATH) ? path.substring(PATH.length()) : "";
    if (!exchange.getRequestMethod().matches("GET|HEAD")) {
      Problem.methodNotAllowed("GET /local/flow/ID").send(exchange);
    } else if (!id.matches("[0-9a-fA-F-]{1,64}")) {
      Problem.notFound("no flow; the address is /local/flow/ID of a trace, an event or a task")
          .send(exchange);
    } else {
      show(exchange, id);
    }
  }

  private void show(HttpExchange exchange, String id) throws IOException {
    HttpResponse<String> response = read(id);
    switch (response.statusCode()) {
      case 200 ->
          Responses.send(
              exchange,
              200,
              "text/html; charset=utf-8",
              FlowPage.of(JSON.readTree(response.body())).getBytes(StandardCharsets.UTF_8));
      case 404 ->
          Problem.notFound(
                  "nothing is recorded of a trace, event or task %s; it takes a second"
                      .formatted(id))
              .send(exchange);
      default ->
          Problem.badGateway("usage answered with status " + response.statusCode()).send(exchange);
    }
  }

  private HttpResponse<String> read(String id) throws IOException {
    try {
      return client.send(
          HttpRequest.newBuilder(gateway.resolve("/v1/flows/" + id))
              .header("Authorization", "Bearer " + token.get())
              .timeout(TIMEOUT)
              .build(),
          BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the platform is stopping", e);
    }
  }
}
