package dev.perennial.local.push;

import com.sun.net.httpserver.HttpExchange;
import dev.perennial.local.capture.BoundedHistory;
import dev.perennial.local.capture.CaptureServer;
import dev.perennial.local.capture.InjectedFailure;
import dev.perennial.local.capture.PendingFailures;
import dev.perennial.local.http.LoopbackServer;
import dev.perennial.local.http.Responses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Captures pushes. It implements the part of Firebase Cloud Messaging, HTTP v1, that the functions
 * use: an access token in exchange for a signed assertion, whose signature is not verified, and a
 * message to a device.
 */
public final class PushCaptureServer implements CaptureServer, AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PROJECT = "perennial-local";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String BEARER = "Bearer ";
  private static final Pattern SEND = Pattern.compile("/v1/projects/([^/]+)/messages:send");
  private static final int LIFETIME_SECONDS = 3600;
  private static final String BACK_OFF_SECONDS = "1";

  /** Firebase limits a message to this size; the device's token is not counted here. */
  private static final int MAX_BYTES = 4096;

  private final int port;
  private final Path credentials;
  private final InstantSource clock;
  private final Set<String> accessTokens = ConcurrentHashMap.newKeySet();
  private final PendingFailures<PushFailure> failures = new PendingFailures<>(PushFailure.class);
  private final BoundedHistory<CapturedPush> history = new BoundedHistory<>();
  private @Nullable LoopbackServer server;

  /**
   * @param credentials the credentials file for the functions, readable by its owner only
   */
  public PushCaptureServer(int port, Path credentials, InstantSource clock) {
    this.port = port;
    this.credentials = credentials;
    this.clock = clock;
  }

  public void start() {
    ServiceAccountKey.write(credentials, PROJECT, address() + "/token");
    server = LoopbackServer.start("the capture server for pushes", port, this::handle);
  }

  /** Returns the URL of the server. */
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  /** Returns the environment variables by which functions find the server. */
  public Map<String, String> settings() {
    return Map.of("FIREBASE_ENDPOINT", address());
  }

  /** Returns the keys of the Secret with the credentials for the functions. */
  public Map<String, String> secret() {
    try {
      return Map.of("firebase-credentials.json", Files.readString(credentials));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<?> items() {
    return history.newestFirst();
  }

  @Override
  public void clear() {
    history.clear();
  }

  @Override
  public void inject(InjectedFailure failure) {
    var _ = failures.inject(failure);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      Matcher send = SEND.matcher(exchange.getRequestURI().getPath());
      if (call.equals("POST /token")) {
        token(exchange, URLDecoder.decode(body, StandardCharsets.UTF_8));
      } else if (call.startsWith("POST ") && send.matches()) {
        send(exchange, send.group(1), body);
      } else {
        refuse(exchange, 404, "NOT_FOUND", "no " + call);
      }
    }
  }

  private void token(HttpExchange exchange, String form) throws IOException {
    if (!form.contains(GRANT) || !form.contains("assertion=")) {
      Responses.json(
          exchange,
          400,
          Map.of("error", "invalid_grant", "error_description", GRANT + " is expected"));
      return;
    }
    String token = UUID.randomUUID().toString();
    accessTokens.add(token);
    Responses.json(
        exchange,
        200,
        Map.of("access_token", token, "expires_in", LIFETIME_SECONDS, "token_type", "Bearer"));
  }

  private void send(HttpExchange exchange, String project, String body) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null
        || !authorization.startsWith(BEARER)
        || !accessTokens.contains(authorization.substring(BEARER.length()))) {
      refuse(exchange, 401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
    } else if (!project.equals(PROJECT)) {
      refuse(exchange, 403, "PERMISSION_DENIED", "no project " + project);
    } else {
      receive(exchange, message(body));
    }
  }

  private static JsonNode message(String body) {
    try {
      return JSON.readTree(body).path("message");
    } catch (JacksonException malformed) {
      return JSON.missingNode();
    }
  }

  private void receive(HttpExchange exchange, JsonNode message) throws IOException {
    String token = message.path("token").asString("");
    PushFailure failure = token.isEmpty() ? null : failures.next(token).orElse(null);
    if (token.isEmpty()) {
      refuse(exchange, 400, "INVALID_ARGUMENT", "message.token is missing");
    } else if (failure != null) {
      if (failure == PushFailure.QUOTA) {
        exchange.getResponseHeaders().set("Retry-After", BACK_OFF_SECONDS);
      }
      Responses.json(exchange, failure.code(), failure.body());
    } else if (bytes(message) > MAX_BYTES) {
      refuse(exchange, 400, "INVALID_ARGUMENT", "Message is too big");
    } else {
      history.add(new CapturedPush(clock.instant().toString(), token, message));
      Responses.json(
          exchange,
          200,
          Map.of("name", "projects/%s/messages/%s".formatted(PROJECT, UUID.randomUUID())));
    }
  }

  private static int bytes(JsonNode message) {
    return JSON.writeValueAsBytes(((ObjectNode) message.deepCopy()).without("token")).length;
  }

  private static void refuse(HttpExchange exchange, int code, String status, String message)
      throws IOException {
    Responses.json(exchange, code, PushFailure.error(code, status, message, List.of()));
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
