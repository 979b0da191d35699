package dev.perennial.api.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Every operation takes the query parameters that the document describes, each once. Any other
 * parameter is an error that names it and lists those.
 */
public final class QueryContract {

  private static final String TAKES = "is not a parameter of this operation, which takes ";

  /** Sends a request of an authenticated user, without a body. */
  @FunctionalInterface
  public interface Client {
    HttpResponse<String> send(String method, String path);
  }

  private QueryContract() {}

  /** Asserts it of every operation of the function. */
  public static void check(OpenApiDocument document, Client client) {
    for (var operation : document.operations()) {
      var unknown = error(client, operation, "?nonsense=1");
      assertThat(unknown.path("pointer").asString())
          .as(operation.toString())
          .isEqualTo("/nonsense");
      assertThat(named(unknown.path("detail").asString()))
          .as(operation.toString())
          .isEqualTo(operation.queryParameters());
      for (var name : operation.queryParameters()) {
        var repeated = error(client, operation, "?" + name + "=1&" + name + "=1");
        assertThat(repeated.path("pointer").asString()).isEqualTo("/" + name);
        assertThat(repeated.path("detail").asString()).isEqualTo("must be given only once");
      }
    }
  }

  private static JsonNode error(Client client, OpenApiDocument.Operation operation, String query) {
    var response = client.send(operation.method(), operation.path() + query);
    assertThat(response.statusCode()).as(operation + query).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    var errors = EventJson.MAPPER.readTree(response.body()).path("errors");
    assertThat(errors).as(operation + query).hasSize(1);
    return errors.get(0);
  }

  private static Set<String> named(String detail) {
    assertThat(detail).startsWith(TAKES);
    var names = new TreeSet<>(Set.of(detail.substring(TAKES.length()).split(", ")));
    names.remove("none");
    return names;
  }
}
