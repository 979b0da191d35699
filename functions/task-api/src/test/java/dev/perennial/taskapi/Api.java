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

  Response get(String path) {
    return send("GET", path, "");
  }

  Response post(String path, String json) {
    return send("POST", path, json.replace('\'', '"'));
  }

  Response patch(String path, String json) {
    return send("PATCH", path, json.replace('\'', '"'));
  }

  Response put(String path, String json) {
    return send("PUT", path, json.replace('\'', '"'));
  }

  Response delete(String path) {
    return send("DELETE", path, "");
  }

  /** Invites the user to the list, and accepts as that user. */
  void share(String list, Api with, String role) {
    put(list + "/members/" + with.user, "{'role':'" + role + "'}").expect(200);
    with.accept(list);
  }

  /** Accepts the invitation to the list. */
  Response accept(String list) {
    return post(invitation(list) + "/accept", "").expect(200);
  }

  /** The path of the invitation to the list. */
  static String invitation(String list) {
    return "/v1/invitations/" + list.substring(list.lastIndexOf('/') + 1);
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

  Response send(String method, String path, String body) {
    var response = sendAnything(method, path, body);
    DOCUMENT
        .template(path)
        .filter(_ -> response.raw().statusCode() != 405)
        .ifPresent(
            template ->
                assertThat(DOCUMENT.violations(method, template, response.raw()))
                    .as(method + " " + path)
                    .isEmpty());
    return response;
  }

  /** As {@link #send}, without validation against the document. */
  Response sendAnything(String method, String path, String body) {
    var all = new HashMap<>(headers);
    all.putIfAbsent("Content-Type", "application/json");
    return new Response(http.send(method, path, all, body));
  }

  /** The first line of the response to these bytes. */
  String sendBytes(String request) {
    return exchangeBytes(request).lines().findFirst().orElse("");
  }

  /** The response to these bytes. */
  String exchangeBytes(String request) {
    try (var socket = new Socket(http.base().getHost(), http.base().getPort())) {
      socket.setSoTimeout(120_000);
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

  /** A raw. */
  record Response(HttpResponse<String> raw) {

    Response expect(int status) {
      assertThat(raw.statusCode()).as(raw.body()).isEqualTo(status);
      return this;
    }

    /** The part of the body at this pointer. */
    JsonNode at(String pointer) {
      return EventJson.MAPPER.readTree(raw.body()).at(pointer);
    }

    String text(String pointer) {
      return at(pointer).asString();
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElseThrow();
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
            FunctionServer.start(
                    TestPostgres.shared().settings("task-api", ISSUER.env()), Main::wire)
                .port());
  }
}
