package dev.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.StoredEvent;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import io.cloudevents.CloudEvent;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The function operations on a real Postgres, without Kafka: the events that it publishes stay in
 * its outbox, and tests deliver them as the broker does. Every response is validated against
 * openapi.yaml.
 */
final class Console implements AutoCloseable {

  static final OpenApiDocument DOCUMENT = OpenApiDocument.of("Operations");
  static final TestPostgres POSTGRES = TestPostgres.shared();

  private final TestIssuer issuer = TestIssuer.start();
  private final FunctionServer function;
  private final Http http;

  private Console(Map<String, String> more) {
    var env = new HashMap<>(issuer.env());
    env.put("RATE_LIMIT_BURST", "100000");
    env.putAll(more);
    function = FunctionServer.start(POSTGRES.settings("operations", env), Main::wire);
    http = Http.to(function.port());
  }

  /** One whose function has these variables too, such as the address of a Kafka. */
  static Console with(Map<String, String> more) {
    return new Console(more);
  }

  /** The instance that all tests of this JVM share. */
  static Console shared() {
    return Shared.INSTANCE;
  }

  HttpResponse<String> deliver(Letter letter) {
    return http.post(letter.headers(), letter.data());
  }

  void record(Letter... letters) {
    for (var letter : letters) {
      assertThat(deliver(letter).statusCode()).isEqualTo(202);
    }
  }

  /** Fires the timer event for maintenance. */
  void maintain() {
    record(
        Letter.event("nobody")
            .with("type", "dev.knative.sources.ping")
            .with("source", "/apis/v1/namespaces/perennial/pingsources/maintenance"));
  }

  HttpResponse<String> get(String user, String path) {
    return send("GET", user, path, null);
  }

  HttpResponse<String> post(String user, String path, String body) {
    return send("POST", user, path, body);
  }

  /** A request of this user, whose name is their role. */
  private HttpResponse<String> send(String method, String user, String path, String body) {
    var headers = new HashMap<>(Map.of("Authorization", authorization(user)));
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    var response = http.send(method, path, headers, body == null ? "" : body);
    var template = DOCUMENT.template(path).orElseThrow();
    assertThat(DOCUMENT.violations(method, template, response)).as(response.body()).isEmpty();
    return response;
  }

  /** Sends any request of an admin, whose response is not validated. */
  HttpResponse<String> raw(String method, String path) {
    return http.send(method, path, Map.of("Authorization", authorization("admin")), "");
  }

  static String authorization(String user) {
    return "Bearer "
        + TestIssuer.token(
            token -> {
              token.subject(user);
              token.claim("roles", List.of(user.replaceFirst("-.*", "")));
            });
  }

  JsonNode json(String path) {
    return ok(get("operator", path), 200);
  }

  JsonNode act(String path, String body) {
    return ok(post("admin", path, body), 200);
  }

  JsonNode ok(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return EventJson.MAPPER.readTree(response.body());
  }

  /** The letters of this owner. */
  List<JsonNode> lettersOf(String owner) {
    var items = new ArrayList<JsonNode>();
    json("/v1/dead-letters?limit=500&owner=" + owner).required("items").forEach(items::add);
    return items;
  }

  JsonNode letterOf(String owner) {
    var all = lettersOf(owner);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  /** The events that wait in the outbox of operations for this topic; they are taken out of it. */
  List<CloudEvent> published(String topic) {
    var events = new ArrayList<CloudEvent>();
    try (var connection = POSTGRES.owner();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                DELETE FROM runtime.outbox WHERE producer = 'operations' AND topic = '%s'
                RETURNING attributes::text, data
                """
                    .formatted(topic))) {
      while (rows.next()) {
        events.add(new StoredEvent(rows.getString(1), rows.getBytes(2)).toEvent());
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return events;
  }

  /** Delivers an event to operations as the broker does. */
  HttpResponse<String> deliver(CloudEvent event) {
    return deliver(letter(event));
  }

  static Letter letter(CloudEvent event) {
    var headers = new HashMap<String, String>();
    event.getAttributeNames().stream()
        .filter(name -> event.getAttribute(name) != null)
        .forEach(name -> headers.put("ce-" + name, String.valueOf(event.getAttribute(name))));
    event
        .getExtensionNames()
        .forEach(name -> headers.put("ce-" + name, String.valueOf(event.getExtension(name))));
    headers.remove("ce-datacontenttype");
    headers.put("Content-Type", "application/json");
    return new Letter(headers, new String(event.getData().toBytes(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    function.close();
    issuer.close();
  }

  private static final class Shared {
    private static final Console INSTANCE = new Console(Map.of());
  }
}
