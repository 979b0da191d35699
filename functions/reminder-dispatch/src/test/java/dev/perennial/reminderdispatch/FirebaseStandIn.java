package dev.perennial.reminderdispatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A stand-in for Google's token endpoint and for FCM's v1 API. */
final class FirebaseStandIn implements AutoCloseable {

  private static final String TOO_BIG = "Message is too big";

  private final HttpServer server;
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Pushed> pushed = new CopyOnWriteArrayList<>();
  private volatile boolean withoutTokens;

  /** A message in the format of the API. */
  record Pushed(Map<?, ?> message) {

    private static final int MAX_BYTES = 4096;

    /** The size that Firebase limits. */
    int bytes() {
      var withoutToken = new HashMap<Object, Object>(message);
      withoutToken.remove("token");
      return EventJson.write(withoutToken).length;
    }

    /** The text at this JSON pointer. */
    String at(String pointer) {
      Object value = message;
      for (var name : pointer.substring(1).split("/")) {
        value = ((Map<?, ?>) value).get(name);
      }
      return (String) value;
    }
  }

  private record Fault(int status, String code, String message, AtomicInteger times) {}

  FirebaseStandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/token", this::token);
    server.createContext("/v1/projects/perennial/messages:send", this::send);
    server.start();
  }

  Map<String, String> settings(Path folder) {
    return Map.of(
        "FIREBASE_CREDENTIALS_FILE",
        credentials(folder).toString(),
        "FIREBASE_ENDPOINT",
        "http://127.0.0.1:" + server.getAddress().getPort());
  }

  void failFor(String token, int status, String code, String message) {
    failFor(token, Integer.MAX_VALUE, status, code, message);
  }

  void failFor(String token, int times, int status, String code, String message) {
    faults.put(token, new Fault(status, code, message, new AtomicInteger(times)));
  }

  /** Refuses all further access tokens. */
  void refuseTokens() {
    withoutTokens = true;
  }

  /** The number of requests for this device, or for {@code /token}. */
  long requestsTo(String token) {
    return requests.stream().filter(token::equals).count();
  }

  /** The messages accepted for this device. */
  List<Pushed> pushedTo(String token) {
    return pushed.stream().filter(message -> message.at("/token").equals(token)).toList();
  }

  private void send(HttpExchange exchange) throws IOException {
    var body = EventJson.read(exchange.getRequestBody().readAllBytes(), Map.class);
    var message = new Pushed((Map<?, ?>) body.get("message"));
    requests.add(message.at("/token"));
    var fault = faults.get(message.at("/token"));
    if (fault != null && fault.times().getAndDecrement() > 0) {
      respond(exchange, fault.status(), error(fault));
      return;
    }
    if (message.bytes() > Pushed.MAX_BYTES) {
      respond(
          exchange, 400, error(new Fault(400, "INVALID_ARGUMENT", TOO_BIG, new AtomicInteger())));
      return;
    }
    pushed.add(message);
    respond(exchange, 200, "{\"name\":\"projects/perennial/messages/1\"}");
  }

  private void token(HttpExchange exchange) throws IOException {
    requests.add("/token");
    respond(
        exchange,
        withoutTokens ? 503 : 200,
        "{\"access_token\":\"t\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
  }

  private static String error(Fault fault) {
    return """
    {"error": {"code": %d, "message": "%s", "details": [
      {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": "%s"}]}}
    """
        .formatted(fault.status(), fault.message(), fault.code());
  }

  private static void respond(HttpExchange exchange, int status, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    if (status == 503) {
      exchange.getResponseHeaders().add("Retry-After", "30");
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Path credentials(Path folder) {
    try {
      var key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
      var pem =
          "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
              .formatted(Base64.getEncoder().encodeToString(key));
      return Files.writeString(
          folder.resolve("firebase.json"),
          new String(
              EventJson.write(
                  Map.of(
                      "type", "service_account",
                      "project_id", "perennial",
                      "private_key_id", "1",
                      "private_key", pem,
                      "client_email", "perennial@perennial.iam.gserviceaccount.com",
                      "client_id", "1",
                      "token_uri", "https://oauth2.googleapis.com/token")),
              StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
