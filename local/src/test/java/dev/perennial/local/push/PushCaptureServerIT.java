package dev.perennial.local.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.embedded.Ports;
import dev.perennial.local.capture.InjectedFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PushCaptureServerIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String GRANT =
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c";

  @TempDir private Path directory;
  private PushCaptureServer catcher;

  @BeforeEach
  void start() {
    catcher = new PushCaptureServer(Ports.free(), credentials(), InstantSource.system());
    catcher.start();
  }

  @AfterEach
  void close() {
    catcher.close();
  }

  @Test
  void the_credentials_file_leads_to_the_server_and_only_its_owner_can_read_it() throws Exception {
    JsonNode written = JSON.readTree(credentials());

    assertThat(written.path("type").asString()).isEqualTo("service_account");
    assertThat(written.path("token_uri").asString()).isEqualTo(catcher.address() + "/token");
    assertThat(catcher.settings()).containsEntry("FIREBASE_ENDPOINT", catcher.address());
    assertThat(catcher.secret())
        .containsEntry("firebase-credentials.json", Files.readString(credentials()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials())))
        .isEqualTo("rw-------");
    String key = written.path("private_key").asString().replaceAll("-----[A-Z ]+-----|\\s", "");
    assertThat(
            KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key))))
        .isNotNull();
  }

  @Test
  void the_service_account_key_survives_a_restart_on_another_port() throws Exception {
    JsonNode key = JSON.readTree(credentials()).path("private_key");
    catcher.close();

    start();

    JsonNode written = JSON.readTree(credentials());
    assertThat(written.path("private_key")).isEqualTo(key);
    assertThat(written.path("token_uri").asString()).isEqualTo(catcher.address() + "/token");
  }

  @Test
  void pushes_are_listed_newest_first() throws Exception {
    HttpResponse<String> first = send("phone");
    send("tablet");

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(first.body()).path("name").asString())
        .startsWith("projects/perennial-local/messages/");
    assertThat(captured()).extracting(CapturedPush::token).containsExactly("tablet", "phone");
    assertThat(captured().getLast().message().at("/notification/title").asString())
        .isEqualTo("Water");

    catcher.clear();
    assertThat(catcher.items()).isEmpty();
  }

  @Test
  void a_request_without_an_access_token_is_refused() throws Exception {
    HttpResponse<String> response = send("phone", "forged");

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(error(response).path("status").asString()).isEqualTo("UNAUTHENTICATED");
    assertThat(post("/token", "grant_type=password", "").statusCode()).isEqualTo(400);
    assertThat(catcher.items()).isEmpty();
  }

  @Test
  void a_message_without_a_token_is_refused() throws Exception {
    HttpResponse<String> response = post(sending(), "{\"message\": {}}", accessToken());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).path("status").asString()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void a_message_of_more_than_4096_bytes_is_refused() throws Exception {
    String frame = "{\"message\": {\"token\": \"phone\", \"data\": {\"a\": \"%s\"}}}";
    int data = 4096 - "{\"data\":{\"a\":\"\"}}".length();

    assertThat(post(sending(), frame.formatted("x".repeat(data)), accessToken()).statusCode())
        .isEqualTo(200);
    HttpResponse<String> response =
        post(sending(), frame.formatted("x".repeat(data + 1)), accessToken());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).path("status").asString()).isEqualTo("INVALID_ARGUMENT");
  }

  @ParameterizedTest
  @CsvSource({
    "unregistered, 404, NOT_FOUND, UNREGISTERED",
    "invalid, 400, INVALID_ARGUMENT, INVALID_ARGUMENT",
    "quota, 429, RESOURCE_EXHAUSTED, QUOTA_EXCEEDED",
    "unavailable, 503, UNAVAILABLE, UNAVAILABLE",
  })
  void an_injected_failure_has_the_body_of_firebase(
      String kind, int code, String status, String errorCode) throws Exception {
    catcher.inject(new InjectedFailure(1, kind, null));

    HttpResponse<String> response = send("phone");

    assertThat(response.statusCode()).isEqualTo(code);
    assertThat(error(response).path("code").asInt()).isEqualTo(code);
    assertThat(error(response).path("status").asString()).isEqualTo(status);
    assertThat(error(response).at("/details/0/@type").asString())
        .isEqualTo("type.googleapis.com/google.firebase.fcm.v1.FcmError");
    assertThat(error(response).at("/details/0/errorCode").asString()).isEqualTo(errorCode);
    assertThat(response.headers().firstValue("Retry-After").isPresent())
        .isEqualTo(kind.equals("quota"));
    assertThat(catcher.items()).isEmpty();
    assertThat(send("phone").statusCode()).as("next push").isEqualTo(200);
  }

  @Test
  void a_failure_can_be_injected_for_one_device_only() throws Exception {
    catcher.inject(new InjectedFailure(1, "unregistered", "phone"));

    assertThat(send("tablet").statusCode()).isEqualTo(200);
    assertThat(send("phone").statusCode()).isEqualTo(404);
    assertThat(send("phone").statusCode()).isEqualTo(200);
  }

  @Test
  void an_invalid_failure_is_refused() {
    assertThatThrownBy(() -> new InjectedFailure(-1, "quota", null))
        .hasMessageStartingWith("times: ");
    assertThatThrownBy(() -> new InjectedFailure(1, null, null)).hasMessageStartingWith("kind: ");
  }

  private Path credentials() {
    return directory.resolve("credentials.json");
  }

  private List<CapturedPush> captured() {
    return catcher.items().stream().map(CapturedPush.class::cast).toList();
  }

  private static JsonNode error(HttpResponse<String> response) {
    return JSON.readTree(response.body()).path("error");
  }

  private String accessToken() throws Exception {
    return JSON.readTree(post("/token", GRANT, "").body()).path("access_token").asString();
  }

  private HttpResponse<String> send(String device) throws Exception {
    return send(device, accessToken());
  }

  private HttpResponse<String> send(String device, String accessToken) throws Exception {
    String body =
        "{\"message\": {\"token\": \"%s\", \"notification\": {\"title\": \"Water\"}}}"
            .formatted(device);
    return post(sending(), body, accessToken);
  }

  private static String sending() {
    return "/v1/projects/perennial-local/messages:send";
  }

  private HttpResponse<String> post(String path, String body, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(catcher.address() + path))
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }
}
