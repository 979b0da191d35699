package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The API over HTTP, on a real Postgres. Every response is validated against openapi.yaml. */
final class Api {

  static final OpenApiDocument DOCUMENT = OpenApiDocument.of("Tasks");

  private static final TestIssuer ISSUER = TestIssuer.start();

  final String user;
  private final Http http;
  private final Map<String, String> headers = new HashMap<>();

  private Api(Http http, String user) {
    this.http = http;
    this.user = user;
    headers.put("Authorization", TestIssuer.authorization(user));
  }

  /** As a new user. */
  static Api asSomebodyNew() {
    return as("user-" + UUID.randomUUID());
  }

  static Api as(String user) {
    return new Api(Shared.HTTP, user);
  }

  /** The API of another server. */
  static Api in(Http elsewhere) {
    return in(elsewhere, "ada");
  }

  static Api in(Http elsewhere, String user) {
    return new Api(elsewhere, user);
  }

  static Map<String, String> issuer() {
    return ISSUER.env();
  }

  /** Sends the header with every further request; null removes it. */
  Api with(String header, @Nullable String value) {
    if (value == null) {
      headers.remove(header);
    } else {
      headers.put(header, value);
    }
    return this;
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  Answer post(String path, String json) {
    return send("POST", path, json.replace('\'', '"'));
  }

  Answer patch(String path, String json) {
    return send("PATCH", path, json.replace('\'', '"'));
  }

  Answer put(String path, String json) {
    return send("PUT", path, json.replace('\'', '"'));
  }

  Answer delete(String path) {
    return send("DELETE", path, "");
  }

  /** A task without the states of its reminders, as in lists, exports and events. */
  ObjectNode task(String path) {
    var shown = (ObjectNode) get(path).expect(200).at("");
    assertThat(shown.has("reminderStates")).isTrue();
    return shown.without("reminderStates");
  }

  /** The path of a new task. */
  String create(String json) {
    return post("/v1/tasks", json).expect(201).header("Location");
  }

  Answer send(String method, String path, String body) {
    var answer = sendAnything(method, path, body);
    DOCUMENT
        .template(path)
        .filter(_ -> answer.response().statusCode() != 405)
        .ifPresent(
            template ->
                assertThat(DOCUMENT.violations(method, template, answer.response()))
                    .as(method + " " + path)
                    .isEmpty());
    return answer;
  }

  /** As {@link #send}, without validation against the document. */
  Answer sendAnything(String method, String path, String body) {
    var all = new HashMap<>(headers);
    all.putIfAbsent("Content-Type", "application/json");
    return new Answer(http.send(method, path, all, body));
  }

  /** The first line of the response to these bytes. */
  String sendBytes(String request) {
    return exchangeBytes(request).lines().findFirst().orElse("");
  }

  /** The response to these bytes. */
  String exchangeBytes(String request) {
    try (var socket = new Socket(http.base().getHost(), http.base().getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String authorization() {
    return headers.get("Authorization");
  }

  /** A response. */
  record Answer(HttpResponse<String> response) {

    Answer expect(int status) {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
      return this;
    }

    /** The part of the body at this pointer. */
    JsonNode at(String pointer) {
      return EventJson.MAPPER.readTree(response.body()).at(pointer);
    }

    String text(String pointer) {
      return at(pointer).asString();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElseThrow();
    }

    /** The pointers of a problem's errors. */
    List<String> pointers() {
      return at("/errors")
          .valueStream()
          .map(error -> error.required("pointer").asString())
          .toList();
    }
  }

  private static final class Shared {
    // Runs until the tests' JVM ends.
    private static final Http HTTP =
        Http.to(
            FunctionServer.run(
                TestPostgres.shared().settings("task-api", ISSUER.env()), Main.class));
  }
}
