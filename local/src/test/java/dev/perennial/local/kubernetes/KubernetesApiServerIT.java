package dev.perennial.local.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.embedded.Ports;
import dev.perennial.local.infra.DataDirectory;
import dev.perennial.local.infra.Secrets;
import dev.perennial.local.manifest.Manifests;
import dev.perennial.local.manifest.PingSource;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.manifest.ShippedYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API for the shipped manifests, with the shipped service account given to task-api. */
class KubernetesApiServerIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PINGS =
      "/apis/sources.knative.dev/v1/namespaces/perennial/pingsources/";
  private static final String ALARM = PINGS + "reminder-alarm";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  record Responses(int status, JsonNode body) {}

  @TempDir private Path directory;
  private final List<PingSource> obeyed = new ArrayList<>();
  private DataDirectory data;
  private Service scheduler;
  private KubernetesApiServer api;

  @BeforeEach
  void start() {
    data = DataDirectory.lock(directory.resolve("data"));
    start(manifests());
  }

  private void start(Manifests manifests) {
    var secrets = new Secrets(data.file("secrets.properties"));
    api = new KubernetesApiServer(manifests, data, secrets, Ports.free(), InstantSource.system());
    api.start();
    scheduler = named(manifests, "task-api");
  }

  private void restart(Manifests manifests) {
    api.close();
    obeyed.clear();
    start(manifests);
    api.onChange(obeyed::add);
  }

  @AfterEach
  void close() {
    api.close();
    data.close();
  }

  @Test
  void a_function_gets_the_api_url_and_a_token_file_only_its_owner_can_read() throws Exception {
    Map<String, String> environment = api.environmentOf(scheduler);

    assertThat(environment).containsEntry("KUBERNETES_NAMESPACE", "perennial");
    assertThat(environment.get("KUBERNETES_API_URL")).startsWith("http://127.0.0.1:");
    var token = Path.of(environment.get("KUBERNETES_TOKEN_FILE"));
    assertThat(Files.readString(token)).hasSizeGreaterThan(20);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_function_without_a_service_account_has_no_token() {
    assertThat(api.environmentOf(named(manifests(), "on-completed-recurrence")))
        .containsOnlyKeys("KUBERNETES_API_URL", "KUBERNETES_NAMESPACE");
  }

  @Test
  void a_ping_source_can_be_read() throws Exception {
    Responses response = get(ALARM);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body().path("kind").asString()).isEqualTo("PingSource");
    assertThat(response.body().at("/metadata/name").asString()).isEqualTo("reminder-alarm");
    assertThat(response.body().at("/metadata/resourceVersion").isString()).isTrue();
    assertThat(response.body().at("/spec/schedule").asString()).isEqualTo("0 0 1 1 *");
    assertThat(response.body().at("/spec/sink/ref/name").asString()).isEqualTo("perennial");
  }

  @Test
  void a_patched_schedule_is_in_effect_before_the_response() throws Exception {
    api.onChange(obeyed::add);
    obeyed.clear();

    Responses response = patch(ALARM, "{\"spec\": {\"schedule\": \"30 59 9 24 12 *\"}}");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body().at("/spec/schedule").asString()).isEqualTo("30 59 9 24 12 *");
    assertThat(response.body().at("/spec/timezone").asString()).isEqualTo("UTC");
    assertThat(response.body().at("/metadata/generation").asInt()).isEqualTo(2);
    assertThat(obeyed)
        .singleElement()
        .satisfies(source -> assertThat(source.spec().schedule()).isEqualTo("30 59 9 24 12 *"));
    assertThat(get(ALARM).body()).isEqualTo(response.body());
  }

  @Test
  void a_patch_without_a_change_keeps_the_resource_version() throws Exception {
    JsonNode before = get(ALARM).body();

    assertThat(patch(ALARM, "{\"spec\": {\"schedule\": \"0 0 1 1 *\"}}").body()).isEqualTo(before);
  }

  @Test
  void a_patched_spec_survives_a_restart() throws Exception {
    patch(ALARM, "{\"spec\": {\"schedule\": \"0 9 24 12 *\"}}");

    restart(manifests());

    assertThat(get(ALARM).body().at("/spec/schedule").asString()).isEqualTo("0 9 24 12 *");
    assertThat(obeyed).extracting(source -> source.spec().schedule()).contains("0 9 24 12 *");
  }

  @Test
  void a_manifest_changed_since_the_last_start_is_applied_again() throws Exception {
    patch(ALARM, "{\"spec\": {\"schedule\": \"0 9 24 12 *\"}}");

    restart(manifests("0 0 2 1 *"));

    assertThat(get(ALARM).body().at("/spec/schedule").asString()).isEqualTo("0 0 2 1 *");
  }

  @Test
  void a_patch_of_an_old_resource_version_is_409() throws Exception {
    String stale = get(ALARM).body().at("/metadata/resourceVersion").asString();
    patch(ALARM, "{\"spec\": {\"schedule\": \"0 9 24 12 *\"}}");

    Responses late =
        patch(
            ALARM,
            "{\"metadata\": {\"resourceVersion\": \"%s\"}, \"spec\": {\"schedule\": \"0 0 2 1 *\"}}"
                .formatted(stale));

    assertStatus(late, 409, "Conflict", "the object has been modified");
    assertThat(get(ALARM).body().at("/spec/schedule").asString()).isEqualTo("0 9 24 12 *");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer forged", "Basic YTpi"})
  void returns_401_without_a_valid_token(String authorization) throws Exception {
    Responses response = send(request(ALARM).setHeader("Authorization", authorization));

    assertStatus(response, 401, "Unauthorized", "Unauthorized");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PINGS + "maintenance",
        PINGS + "no-such",
        "/apis/sources.knative.dev/v1/namespaces/other/pingsources/reminder-alarm",
        "/apis/sources.knative.dev/v1/namespaces/perennial/kafkasources/reminder-alarm",
        "/apis/other/v1/namespaces/perennial/pingsources/reminder-alarm",
      })
  void returns_403_for_what_the_role_does_not_permit(String path) throws Exception {
    assertStatus(
        patch(path, "{}"),
        403,
        "Forbidden",
        "User \"system:serviceaccount:perennial:reminder-scheduler\" cannot patch resource");
  }

  @Test
  void an_object_that_does_not_exist_is_404() throws Exception {
    String wrongVersion =
        "/apis/sources.knative.dev/v2/namespaces/perennial/pingsources/reminder-alarm";

    assertStatus(
        get(wrongVersion),
        404,
        "NotFound",
        "pingsources.sources.knative.dev \"reminder-alarm\" not found");
    assertStatus(get("/api/v1/pods"), 404, "NotFound", "could not find the requested resource");
  }

  @Test
  void an_unsupported_method_is_405() throws Exception {
    assertStatus(send(request(ALARM).DELETE()), 405, "MethodNotAllowed", "DELETE");
  }

  @Test
  void a_patch_of_another_media_type_is_415() throws Exception {
    Responses response =
        send(
            request(ALARM)
                .method("PATCH", BodyPublishers.ofString("[]"))
                .header("Content-Type", "application/json-patch+json"));

    assertStatus(response, 415, "UnsupportedMediaType", MERGE_PATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"spec\": {\"schedule\": \"@every 1h\"}}",
        "{\"spec\": {\"schedule\": 5}}",
        "{\"spec\": {\"timezone\": \"Mars/Olympus\"}}",
        "{\"spec\": {\"delivery\": {\"retry\": 3}}}",
        "{\"spec\": {\"sink\": {\"ref\": {\"name\": \"other\"}}}}",
        "{\"spec\": null}",
        "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}",
      })
  void returns_422_for_an_invalid_patch_and_changes_nothing(String patch) throws Exception {
    JsonNode before = get(ALARM).body();

    assertStatus(
        patch(ALARM, patch),
        422,
        "Invalid",
        "pingsources.sources.knative.dev \"reminder-alarm\" is invalid: ");

    assertThat(get(ALARM).body()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1]", "\"text\"", ""})
  void returns_400_for_a_body_that_is_no_patch(String body) throws Exception {
    assertStatus(patch(ALARM, body), 400, "BadRequest", "");
  }

  private static void assertStatus(Responses response, int code, String reason, String message) {
    assertThat(response.status()).isEqualTo(code);
    assertThat(response.body().path("kind").asString()).isEqualTo("Status");
    assertThat(response.body().path("status").asString()).isEqualTo("Failure");
    assertThat(response.body().path("code").asInt()).isEqualTo(code);
    assertThat(response.body().path("reason").asString()).isEqualTo(reason);
    assertThat(response.body().path("message").asString()).contains(message);
  }

  private Responses get(String path) throws Exception {
    return send(request(path));
  }

  private Responses patch(String path, String body) throws Exception {
    return send(
        request(path)
            .method("PATCH", BodyPublishers.ofString(body))
            .header("Content-Type", MERGE_PATCH));
  }

  private HttpRequest.Builder request(String path) throws IOException {
    Map<String, String> environment = api.environmentOf(scheduler);
    String token = Files.readString(Path.of(environment.get("KUBERNETES_TOKEN_FILE")));
    return HttpRequest.newBuilder(URI.create(environment.get("KUBERNETES_API_URL") + path))
        .header("Authorization", "Bearer " + token);
  }

  private static Responses send(HttpRequest.Builder request) throws Exception {
    HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    return new Responses(response.statusCode(), JSON.readTree(response.body()));
  }

  private static Service named(Manifests manifests, String name) {
    return manifests.services().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Manifests manifests() {
    return manifests("0 0 1 1 *");
  }

  private Manifests manifests(String schedule) {
    try {
      ShippedYaml yaml =
          ShippedYaml.copiedTo(Files.createTempDirectory(directory, "project"))
              .with(
                  "eventing/alarm.yaml",
                  "  timezone",
                  "  schedule: \"" + schedule + "\"\n  timezone")
              .with(
                  "knative/task-api.yaml",
                  "serviceAccountName: task-api",
                  "serviceAccountName: reminder-scheduler");
      return Manifests.read(yaml.root());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
