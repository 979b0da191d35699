package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.HeadContract;
import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.api.testkit.QueryContract;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The running API and openapi.yaml agree: every documented response of every operation occurs here
 * and matches its description.
 */
class OpenApiIT {

  private static final String STRANGE = "/v1/tasks/00000000-0000-0000-0000-000000000000";
  private static final String RECURRING =
      "{'title':'a','due':{'date':'2026-03-01'},'recurrence':{'frequency':'monthly','interval':2}}";
  private static final String STRANGE_LINK =
      "/v1/email-confirmations/00000000-0000-0000-0000-000000000000";
  private static final String BATCH =
      "{'ops':[{'opId':'00000000-0000-4000-8000-000000000001','kind':'create','fields':{'title':'a'}}]}";
  private static final String STRANGE_SERIES = STRANGE.replace("tasks", "series");
  private static final String QUICK = "/v1/quick/preview";
  private static final String PREVIEW = "/v1/recurrence/preview";
  private static final String PREVIEW_REQUEST =
      "{'recurrence':{'frequency':'daily'},'due':{'date':'2026-03-01'}}";
  private static final String TOO_LARGE = " ".repeat(70_000);

  private final TreeSet<String> seen = new TreeSet<>();
  private final Api api = Api.asSomebodyNew();
  private final String task = api.create(RECURRING);
  private final String series = "/v1/series/" + api.get(task).text("/seriesId");

  @Test
  void every_response_of_every_operation_is_as_described_and_no_other_is_given()
      throws SQLException {
    see(api.get("/openapi.yaml"));
    doWhatWorks();
    sendWhatIsWrong();
    see(new PeopleRequests(Api.asSomebodyNew()).inEveryWay());
    see(new TransferRequests(Api.asSomebodyNew()).inEveryWay());
    seeViewers();
    seeEverything(Api.asSomebodyNew().with("Authorization", null));
    seeTheIssuerAway();
    seeTheDatabaseAway();
    seeKeysThatAreInTheWay();
    seeTheBucketEmpty();
    seeUnknownParameters();

    assertThat(seen).isEqualTo(Api.DOCUMENT.responses());
  }

  @Test
  void head_returns_what_get_returns_without_a_body() {
    HeadContract.check(Api.DOCUMENT, this::unchecked);
    HeadContract.check(task, this::unchecked);
    HeadContract.check(series, this::unchecked);
  }

  private HttpResponse<String> unchecked(String method, String path) {
    return api.sendAnything(method, path, "").raw();
  }

  @Test
  void a_response_that_violates_the_document_is_detected() {
    assertThat(
            OpenApiDocument.schemaViolations(
                "/components/schemas/TaskPage", "{'items':[{}]}".replace('\'', '"')))
        .anyMatch(violation -> violation.contains("nextCursor"))
        .anyMatch(violation -> violation.contains("updatedAt"));
  }

  @Test
  void the_document_of_all_functions_is_served_to_everybody_as_it_is() {
    var served = Api.asSomebodyNew().with("Authorization", null).get("/openapi.yaml").expect(200);

    assertThat(new YAMLMapper().readTree(served.raw().body())).isEqualTo(OpenApiDocument.ROOT);
    assertThat(OpenApiDocument.ROOT.required("paths").propertyNames())
        .contains("/v1/tasks", "/v1/audit", "/v1/sync", "/v1/me/devices");
  }

  @Test
  void an_unreachable_database_is_a_503() {
    var env = new HashMap<>(Api.issuer());
    env.put("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/postgres");

    try (var function =
        FunctionServer.start(TestPostgres.shared().settings("task-api", env), Main::wire)) {
      var response = Api.in(Http.to(function.port())).post("/v1/tasks", RECURRING).expect(503);

      assertThat(response.text("/type")).endsWith("/unavailable");
    }
  }

  private void seeUnknownParameters() {
    QueryContract.check(
        Api.DOCUMENT,
        (method, path) -> {
          var response = api.send(method, path, "");
          see(response);
          return response.raw();
        });
  }

  private void seeTheTaskDeletedLongAgo() {
    var old = api.create("{'title':'a'}");
    api.delete(old).expect(204);
    TestPostgres.shared()
        .execute(
            "UPDATE tasks.tasks SET deleted_at = now() - interval '31 days' WHERE id = '%s'"
                .formatted(old.substring(old.lastIndexOf('/') + 1)));
    see(api.post(old + "/restore", "").expect(410));
  }

  private void doWhatWorks() {
    seeTheTaskDeletedLongAgo();
    see(
        List.of(
            api.get("/v1/tasks"),
            api.post("/v1/tasks", RECURRING),
            api.get(task),
            Api.as(api.user).with("If-None-Match", "\"1\"").get(task),
            api.patch(task, "{'title':'b'}"),
            api.post(task + "/complete", ""),
            api.patch(task, "{'recurrence':null}"),
            api.post(task + "/reopen", ""),
            api.post(task + "/restore", ""),
            api.delete(api.create(RECURRING)),
            api.post(PREVIEW, PREVIEW_REQUEST),
            api.post(QUICK, "{'quick':'a'}"),
            api.post(api.create(RECURRING) + "/skip", ""),
            api.get(series),
            api.get(series + "/occurrences"),
            api.post("/v1/batch", BATCH)));
  }

  private void seeKeysThatAreInTheWay() throws SQLException {
    var keyed = Api.as(api.user).with("Idempotency-Key", "key");
    try (var running = KeyLock.onKey(api.user, "key")) {
      see(writes(keyed));
      see(PeopleRequests.everything(keyed));
      see(TransferRequests.everything(keyed));
    }
    keyed.create(RECURRING);
    see(writes(keyed));
    see(PeopleRequests.everything(keyed));
    see(TransferRequests.everything(keyed));
  }

  private static List<Api.Response> writes(Api somebody) {
    return List.of(
        somebody.patch(STRANGE, "{}"),
        somebody.delete(STRANGE),
        somebody.post(STRANGE + "/complete", ""),
        somebody.post(STRANGE + "/skip", ""),
        somebody.post(STRANGE + "/reopen", ""),
        somebody.post(STRANGE + "/restore", ""),
        somebody.post("/v1/batch", BATCH),
        somebody.post("/v1/tasks", "{}"));
  }

  private void seeTheBucketEmpty() {
    var env = new HashMap<>(Api.issuer());
    env.putAll(Map.of("RATE_LIMIT_BURST", "1", "RATE_LIMIT_PER_SECOND", "1"));
    env.putAll(Map.of("FAILURE_LIMIT_BURST", "1", "FAILURE_LIMIT_PER_SECOND", "1"));
    try (var function =
        FunctionServer.start(
            TestPostgres.shared().settings("task-api", env),
            InstantSource.fixed(Instant.now()),
            Main::wire)) {
      var hasty = Api.in(Http.to(function.port()), api.user);
      hasty.get("/v1/tasks").expect(200);
      hasty.get(STRANGE_LINK).expect(404);
      seeEverything(hasty);
    }
  }

  private void sendWhatIsWrong() {
    var badHeader = Api.as(api.user).with("X-Device-Id", "not a name");
    var stale = Api.as(api.user).with("If-Match", "\"0\"");
    var text = Api.as(api.user).with("Content-Type", "text/plain");
    see(api.get("/v1/tasks?limit=0"));
    see(api.post(QUICK, "{}").expect(400));
    see(api.get(series + "/occurrences?limit=0"));
    see(forbidden());
    see(
        List.of(
            badHeader.post("/v1/tasks", RECURRING),
            badHeader.patch(task, "{}"),
            badHeader.delete(task),
            badHeader.post(task + "/complete", ""),
            badHeader.post(task + "/skip", ""),
            badHeader.post(task + "/reopen", ""),
            badHeader.post(task + "/restore", ""),
            badHeader.post("/v1/batch", BATCH)));
    see(
        List.of(
            api.get(STRANGE),
            api.patch(STRANGE, "{}"),
            api.delete(STRANGE),
            api.post(STRANGE + "/complete", ""),
            api.post(STRANGE + "/skip", ""),
            api.post(STRANGE + "/reopen", ""),
            api.post(STRANGE + "/restore", ""),
            api.get(STRANGE_SERIES),
            api.get(STRANGE_SERIES + "/occurrences")));
    see(List.of(stale.patch(task, "{}"), stale.delete(task)));
    see(
        List.of(
            api.post("/v1/tasks", TOO_LARGE),
            api.patch(task, TOO_LARGE),
            api.post(PREVIEW, TOO_LARGE),
            api.post(QUICK, TOO_LARGE),
            api.post("/v1/batch", TOO_LARGE.repeat(16))));
    see(
        List.of(
            text.post("/v1/tasks", RECURRING),
            text.patch(task, "{}"),
            text.post(PREVIEW, PREVIEW_REQUEST),
            text.post(QUICK, "{'quick':'a'}"),
            text.post("/v1/batch", BATCH)));
    see(api.post(PREVIEW, "{}"));
  }

  private List<Api.Response> forbidden() {
    var viewer = Api.asSomebodyNew();
    var list = api.get(task).text("/listId");
    TestPostgres.shared()
        .execute(
            "INSERT INTO tasks.members VALUES ('%s', '%s', 'VIEWER', 0, now())"
                .formatted(list, viewer.user));
    return List.of(
        viewer.post("/v1/tasks", "{'title':'a','listId':'" + list + "'}"),
        viewer.patch(task, "{}"),
        viewer.delete(task),
        viewer.post(task + "/complete", ""),
        viewer.post(task + "/skip", ""),
        viewer.post(task + "/reopen", ""),
        viewer.post(task + "/restore", ""));
  }

  private void seeTheIssuerAway() {
    var env = new HashMap<>(Api.issuer());
    env.put("OIDC_JWKS_URI", "http://127.0.0.1:1/jwks");
    try (var function =
        FunctionServer.start(TestPostgres.shared().settings("task-api", env), Main::wire)) {
      seeEverything(Api.in(Http.to(function.port())));
    }
  }

  /** Of the operations that need no issuer. */
  private void seeTheDatabaseAway() {
    var env = new HashMap<>(Api.issuer());
    env.put("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/postgres");
    try (var function =
        FunctionServer.start(TestPostgres.shared().settings("task-api", env), Main::wire)) {
      var anybody = Api.in(Http.to(function.port())).with("Authorization", null);
      see(List.of(anybody.get(STRANGE_LINK), anybody.post(STRANGE_LINK, "")));
    }
  }

  private void seeEverything(Api somebody) {
    see(everything(somebody));
    see(PeopleRequests.everything(somebody));
    see(TransferRequests.everything(somebody));
  }

  private List<Api.Response> everything(Api somebody) {
    return List.of(
        somebody.get("/v1/tasks"),
        somebody.post("/v1/tasks", RECURRING),
        somebody.get(task),
        somebody.patch(task, "{}"),
        somebody.delete(task),
        somebody.post(task + "/complete", ""),
        somebody.post(task + "/skip", ""),
        somebody.post(task + "/reopen", ""),
        somebody.post(task + "/restore", ""),
        somebody.get(series),
        somebody.get(series + "/occurrences"),
        somebody.post(PREVIEW, PREVIEW_REQUEST),
        somebody.post(QUICK, "{'quick':'a'}"),
        somebody.post("/v1/batch", BATCH));
  }

  private void seeViewers() {
    var ada = Api.asSomebodyNew();
    var viewer = Api.asSomebodyNew();
    var list = ada.post("/v1/lists", "{'name':'Garden'}").expect(201).header("Location");
    ada.share(list, viewer, "viewer");
    var theirs = ada.post(list + "/tasks", RECURRING).expect(201);
    see(
        List.of(
            viewer.post(
                "/v1/tasks", "{'title':'a','listId':'%s'}".formatted(theirs.text("/listId"))),
            viewer.patch(theirs.header("Location"), "{'title':'b'}"),
            viewer.delete(theirs.header("Location")),
            viewer.post(theirs.header("Location") + "/complete", ""),
            viewer.post(theirs.header("Location") + "/skip", ""),
            viewer.post(theirs.header("Location") + "/reopen", "")));
  }

  private void see(List<Api.Response> responses) {
    responses.forEach(this::see);
  }

  private void see(Api.Response response) {
    var request = response.raw().request();
    var template = Api.DOCUMENT.template(request.uri().getPath()).orElseThrow();
    seen.add(request.method() + " " + template + " " + response.raw().statusCode());
  }
}
