package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No request gets a 500. */
class BadRequestsIT {

  private final Api api = Api.asSomebodyNew();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{} | /title",
        "{'title':null} | /title",
        "{'title':''} | /title",
        "{'title':' \\t\\n'} | /title",
        "{'title':1} | /title",
        "{'title':['a']} | /title",
        "{'title':'a\\u0000b'} | /title",
        "{'title':'a\\ud83cb'} | /title",
        "{'title':'a','titel':'b','id':'c','version':1} | /titel /id /version",
        "{'title':'a','a/b~c':1} | /a~1b~0c",
        "{'title':'a','description':5} | /description",
        "{'title':'a','priority':'urgent'} | /priority",
        "{'title':'a','priority':'HIGH'} | /priority",
        "{'title':'a','tags':'home'} | /tags",
        "{'title':'a','tags':['home','home']} | /tags/1",
        "{'title':'a','tags':['',null,5,{}]} | /tags/0 /tags/1 /tags/2 /tags/3",
        "{'title':'a','listId':'inbox'} | /listId",
        "{'title':'a','listId':'1-1-1-1-1'} | /listId",
        "{'title':'a','listId':'00000000-0000-0000-0000-000000000000'} | /listId",
        "{'title':'a','due':'2026-03-01'} | /due",
        "{'title':'a','due':{}} | /due/date",
        "{'title':'a','due':{'date':'2026-02-30'}} | /due/date",
        "{'title':'a','due':{'date':'1899-12-31'}} | /due/date",
        "{'title':'a','due':{'date':'+10000-01-01'}} | /due/date",
        "{'title':'a','due':{'date':20260301}} | /due/date",
        "{'title':'a','due':{'date':'2026-03-01','time':'24:00'}} | /due/time",
        "{'title':'a','due':{'date':'2026-03-01','time':'09:00:00.5'}} | /due/time",
        "{'title':'a','due':{'date':'2026-03-01','time':'9am'}} | /due/time",
        "{'title':'a','due':{'date':'2026-03-01','zone':'Mars/Olympus'}} | /due/zone",
        "{'title':'a','due':{'date':'2026-03-01','zone':'+02:00'}} | /due/zone",
        "{'title':'a','due':{'date':'2026-03-01','zone':'../../etc'}} | /due/zone",
        "{'title':'a','due':{'date':'2026-03-01','zone':''}} | /due/zone",
        "{'title':'a','due':{'date':'2026-03-01','zone':'SystemV/AST4'}} | /due/zone",
        "{'title':'a','due':{'date':'2026-03-01','zone':'IST'}} | /due/zone",
        "{'title':'a','reminders':[{'before':'P106751991167300D'},{'before':'P53W'}]} |"
            + " /reminders/0/before /reminders/1/before",
        "{'title':'a','due':{'date':'2026-03-01','hour':9}} | /due/hour",
        "{'title':'a','reminders':[{'before':'PT15M','at':'2026-03-01T09:00'}]} | /reminders/0",
        "{'title':'a','reminders':[{}]} | /reminders/0",
        "{'title':'a','reminders':[{'at':'-999999999-01-01T00:00'},{'at':'2026-03-01T09:00:00.5'}]}"
            + " | /reminders/0/at /reminders/1/at",
        "{'title':'a','reminders':[{'before':'PT1H'},{'zone':'UTC'}]} | /reminders/1",
        "{'title':'a','reminders':[{'before':'PT1H','zone':'UTC'}]} | /reminders/0/zone",
        "{'title':'a','reminders':[{'before':'soon'},{'at':'2026-03-01'}]} |"
            + " /reminders/0/before /reminders/1/at",
        "{'title':'a','reminders':'PT15M'} | /reminders",
        "{'title':'a','due':{'date':'2026-03-01'},'recurrence':{}} | /recurrence/frequency",
        "{'title':'a','due':{'date':'2026-03-01'},'recurrence':'daily'} | /recurrence",
        "{'title':'a','due':{'date':'2026-03-01'},'recurrence':{'frequency':'hourly'}} |"
            + " /recurrence/frequency",
        "{'title':'a','due':{'date':'2026-03-01'},'recurrence':{'frequency':'daily','interval':0}}"
            + " | /recurrence/interval",
        "{'title':'a','due':{'date':'2026-03-01'},'recurrence':{'frequency':'daily','interval':1001}}"
            + " | /recurrence/interval",
        "{'title':'a','due':{'date':'2026-03-01'},'recurrence':{'frequency':'daily','interval':1.5}}"
            + " | /recurrence/interval",
        "{'title':'','priority':0,'due':{'time':'x'},'recurrence':{'interval':-1}} "
            + "| /title /priority /due/date /due/time /recurrence/frequency /recurrence/interval",
      })
  void every_invalid_field_is_reported(String body, String pointers) {
    assertThat(api.post("/v1/tasks", body).expect(400).pointers())
        .containsExactlyInAnyOrder(pointers.strip().split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'title':null} | /title",
        "{'foo':null} | /foo",
        "{'due':{'time':'09:00'}} | /due/date",
        "{'due':{'foo':null,'date':'2026-03-01'}} | /due/foo",
        "{'recurrence':{'interval':2}} | /recurrence/frequency",
        "{'status':'completed'} | /status",
        "{'listId':'00000000-0000-0000-0000-000000000000'} | /listId",
      })
  void every_invalid_field_of_a_patch_is_reported(String body, String pointers) {
    var task = api.create("{'title':'Buy soil'}");

    assertThat(api.patch(task, body).expect(400).pointers())
        .containsAnyElementsOf(Arrays.asList(pointers.split(" ")))
        .isSubsetOf(pointers.split(" "));
    assertThat(api.get(task).header("ETag")).isEqualTo("\"1\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "{\"title\":\"a\"}}",
        "{\"title\":\"a\",\"title\":\"b\"}",
        "title=a",
        "\u0000"
      })
  void invalid_json_is_malformed(String body) {
    assertThat(api.send("POST", "/v1/tasks", body).expect(400).text("/type"))
        .endsWith("/malformed-json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "\"title\"", "1"})
  void json_that_is_no_object_is_invalid(String body) {
    assertThat(api.send("POST", "/v1/tasks", body).expect(400).pointers()).containsExactly("");
    assertThat(api.patch(api.create("{'title':'a'}"), body).expect(400).pointers())
        .containsExactly("");
  }

  @Test
  void a_duration_may_be_in_weeks() {
    var task = api.create("{'title':'a','reminders':[{'before':'P1W'},{'before':'-P1W'}]}");

    assertThat(api.get(task).text("/reminders/0/before")).isEqualTo("PT168H");
    assertThat(api.get(task).text("/reminders/1/before")).isEqualTo("-PT168H");
  }

  @Test
  void an_instant_may_have_any_offset() {
    var preview =
        "{'recurrence':{'frequency':'daily'},'due':{'date':'2027-01-05'},'limit':1,"
            + "'completedAt':'%s'}";

    for (var offset : new String[] {"Z", "+00:00", "+05:45"}) {
      api.post("/v1/recurrence/preview", preview.formatted("2027-01-05T10:00:00" + offset))
          .expect(200);
      Api.as(api.user)
          .with("X-Happened-At", "2026-01-05T10:00:00" + offset)
          .create("{'title':'a'}");
    }
  }

  @Test
  void excessive_nesting_is_malformed() {
    api.send("POST", "/v1/tasks", "{\"title\":" + "[".repeat(60_000)).expect(400);
    api.send("POST", "/v1/tasks", "{\"title\":" + "[".repeat(400) + "]".repeat(400) + "}")
        .expect(400);
  }

  @Test
  void a_body_with_more_values_than_its_size_suggests_is_malformed() {
    var values = "[" + "{},".repeat(2_600) + "{}]";
    var many = "[" + "{},".repeat(26_000) + "{}]";

    for (var response :
        List.of(
            api.post("/v1/tasks", "{'title':'a','tags':" + values + "}"),
            api.post("/v1/batch", "{'ops':" + many + "}"))) {
      assertThat(response.expect(400).text("/type")).endsWith("/malformed-json");
      assertThat(response.text("/detail")).contains("too many values");
    }
  }

  @Test
  void every_text_may_have_the_documented_length_and_no_more() {
    api.post("/v1/tasks", task("\uD83C\uDF31".repeat(500), "d".repeat(10_000), 20, 50)).expect(201);

    assertThat(
            api.post("/v1/tasks", task("\uD83C\uDF31".repeat(501), "d".repeat(10_001), 20, 51))
                .pointers())
        .contains("/title", "/description", "/tags/0", "/tags/19");
    assertThat(api.post("/v1/tasks", task("a", "d", 21, 50)).pointers()).containsExactly("/tags");
  }

  @Test
  void a_task_has_ten_reminders_at_most() {
    api.post("/v1/tasks", taskWithReminders(10)).expect(201);

    assertThat(api.post("/v1/tasks", taskWithReminders(11)).expect(400).pointers())
        .containsExactly("/reminders");
  }

  private static String taskWithReminders(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(minutes -> "{'before':'PT%dM'}".formatted(minutes))
        .collect(Collectors.joining(",", "{'title':'a','reminders':[", "]}"));
  }

  @Test
  void a_body_of_more_than_64_kib_is_too_large_however_it_comes() {
    var padding = " ".repeat(64 * 1024 - "{'title':'a'}".length());

    api.post("/v1/tasks", "{'title':'a'}" + padding).expect(201);
    api.post("/v1/tasks", "{'title':'a'} " + padding).expect(413);
    api.patch(api.create("{'title':'a'}"), "{'title':'b'} " + padding).expect(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "nonsense",
        "*/*"
      })
  void a_body_of_another_type_is_refused(String type) {
    var task = api.create("{'title':'a'}");

    api.with("Content-Type", type);

    api.post("/v1/tasks", "{'title':'a'}").expect(415);
    api.patch(task, "{'title':'b'}").expect(415);
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Type, application/json;charset=iso-8859-1, UTF-8",
    "Content-Type, application/json; charset=UTF-16, UTF-8",
    "Content-Encoding, gzip, Content-Encoding",
    "Content-Encoding, 'identity, br', Content-Encoding",
  })
  void a_body_that_would_be_read_wrongly_is_refused(String header, String value, String detail) {
    api.with(header, value);

    assertThat(api.post("/v1/tasks", "{'title':'a'}").expect(415).text("/detail")).contains(detail);
    assertThat(api.send("POST", "/v1/import", "{}").expect(415).text("/detail")).isNotEmpty();
  }

  @Test
  void a_body_may_say_that_it_has_no_content_encoding() {
    api.with("Content-Encoding", "identity").post("/v1/tasks", "{'title':'a'}").expect(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json;charset=utf-8",
        "application/merge-patch+json",
        "APPLICATION/JSON"
      })
  void a_patch_is_json_or_a_merge_patch(String type) {
    var task = api.create("{'title':'a'}");

    api.with("Content-Type", type).patch(task, "{'title':'b'}").expect(200);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, /limit",
    "limit=201, /limit",
    "limit=-1, /limit",
    "limit=99999999999999999999, /limit",
    "limit=ten, /limit",
    "limit=, /limit",
    "status=done, /status",
    "status=OPEN, /status",
    "listId=inbox, /listId",
    "cursor=, /cursor",
    "cursor=%00, /cursor",
    "cursor=!!, /cursor",
    "cursor=AAAA, /cursor",
    "query=x, /query",
    "q=, /q",
    "q=%20, /q",
    "q=%00, /q",
    "q=1+2+3+4+5+6+7+8+9+10+11, /q",
    "tag=, /tag",
    "tag=%20, /tag",
    "tag=%00, /tag",
    "priority=urgent, /priority",
    "priority=HIGH, /priority",
    "assignee=, /assignee",
    "assignee=a%20b, /assignee",
    "dueFrom=tomorrow, /dueFrom",
    "dueFrom=2026-02-30, /dueFrom",
    "dueTo=1899-12-31, /dueTo",
    "dueFrom=2026-03-02&dueTo=2026-03-01, /dueTo",
    "overdue=yes, /overdue",
    "overdue=, /overdue",
    "sort=title, /sort",
    "sort=due&sort=due, /sort",
    "limit=1&limit=1, /limit",
    "a/b~c=1, /a~1b~0c",
    "%E2%80%A6=, /\u2026",
    "Status=all, /Status",
  })
  void every_invalid_parameter_is_reported(String query, String pointer) {
    assertThat(api.get("/v1/tasks?" + query).expect(400).pointers()).containsExactly(pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Client-Kind", "X-Device-Id"})
  void client_names_have_a_maximum_length(String header) {
    api.with(header, "x".repeat(65));

    assertThat(api.post("/v1/tasks", "{'title':'a'}").expect(400).pointers())
        .containsExactly("/" + header);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /v1/tasks, 'GET, HEAD, POST'",
    "POST, /v1/tasks/1, 'DELETE, GET, HEAD, PATCH'",
    "GET, /v1/tasks/1/complete, POST",
    "DELETE, /v1/tasks/1/reopen, POST",
    "HEAD, /v1/tasks/1/complete, POST",
    "POST, /openapi.yaml, 'GET, HEAD'",
  })
  void a_method_that_an_address_does_not_have_is_refused(String method, String path, String allow) {
    assertThat(api.send(method, path, "").expect(405).header("Allow")).isEqualTo(allow);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1",
        "/v1/list",
        "/v1/tasks/",
        "/v1/tasks/1/finish",
        "/favicon.ico",
        "/error",
        "/actuator"
      })
  void an_unknown_path_is_not_found(String path) {
    assertThat(api.get(path).expect(404).header("Content-Type"))
        .isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/tasks/a%2Fb", "/v1/tasks/..%2F..", "/v1/tasks/%5C..%5C.."})
  void an_encoded_slash_is_part_of_an_id(String path) {
    assertThat(api.sendAnything("GET", path, "").expect(404).text("/detail"))
        .isEqualTo(api.get("/v1/tasks/nonsense").text("/detail"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/tasks/%00", "/v1/tasks/%ff"})
  void refusals_by_the_server_itself_are_problems_too(String path) {
    assertThat(api.sendAnything("GET", path, "").text("/status")).isEqualTo("400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/tasks HTTP/1.1\nContent-Length: 50\n%s{\"title\":",
        "POST /v1/tasks HTTP/1.1\nTransfer-Encoding: chunked\n%snonsense\n{}\n0\n\n",
        "POST /v1/tasks HTTP/1.1\nTransfer-Encoding: chunked\n%s5\n{\"tit",
        "GET /v1/tasks?limit=%%ZZ HTTP/1.1\n%s",
        "GET /v1/tasks?limit=%%ff HTTP/1.1\n%s",
        "GET /v1/tasks/{} HTTP/1.1\n%s",
        "GET /v1/tasks/\u00e9 HTTP/1.1\n%s",
      })
  void broken_http_is_a_bad_request(String request) {
    var headers =
        "Host: localhost\nConnection: close\nContent-Type: application/json\nAuthorization: "
            + api.authorization()
            + "\n\n";

    assertThat(api.sendBytes(request.formatted(headers))).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /v1/tasks/{} HTTP/1.1 | 400",
        "GET /v1/tasks/\u00e9 HTTP/1.1 | 400",
        "GET /v1/tasks/% HTTP/1.1 | 400",
        "GET /v1/tasks?limit=%ZZ HTTP/1.1 | 400",
        "GET v1/tasks HTTP/1.1 | 400",
        "GET /v1/tasks;a=b HTTP/1.1 | 400",
        "GET //v1/tasks HTTP/1.1 | 404",
        "GET http://localhost/v1 HTTP/1.1 | 404",
        "TRACE /v1/tasks HTTP/1.1 | 405",
        "FIND /v1/tasks HTTP/1.1 | 405",
        "GET /v1/tasks HTTP/7.1 | 505",
        "GET mailto:ada HTTP/1.1 | 400",
        "CONNECT a:80 HTTP/1.1 | 400",
        "GET /v1/tasks/LONG HTTP/1.1 | 414",
        "GET /v1/tasks HTTP/1.1\\nX: LONG | 431",
      })
  void a_malformed_target_method_or_version_is_a_problem(String line, int status) {
    var response =
        api.exchangeBytes(
            line.replace("LONG", "a".repeat(20_000)).replace("\\n", "\n")
                + "\nHost: localhost\nConnection: close\nAuthorization: "
                + api.authorization()
                + "\n\n");

    assertThat(response).startsWith("HTTP/1.1 " + status);
    assertThat(response).containsIgnoringCase("Content-Type: application/problem+json");
    assertThat(response).contains("X-Content-Type-Options: nosniff", "\"status\":" + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization: %s", "X-Device-Id: a", "X-Client-Kind: a"})
  void a_header_that_is_there_twice_is_a_bad_request(String header) {
    var response =
        api.exchangeBytes(
            ("POST /v1/tasks/00000000-0000-4000-8000-000000000000/complete HTTP/1.1\n"
                    + "Host: localhost\n"
                    + "Connection: close\n"
                    + "Authorization: %s\n"
                    + "X-Device-Id: a\n"
                    + "X-Client-Kind: a\n"
                    + header
                    + "\n\n")
                .formatted(api.authorization(), api.authorization()));

    assertThat(response).startsWith("HTTP/1.1 400").contains("must be given only once");
  }

  @Test
  void a_body_with_two_media_types_is_a_bad_request() {
    var response =
        api.exchangeBytes(
            "POST /v1/tasks HTTP/1.1\nHost: localhost\nConnection: close\nContent-Length: 2\n"
                + "Content-Type: application/json\nContent-Type: text/plain\nAuthorization: "
                + api.authorization()
                + "\n\n{}");

    assertThat(response)
        .startsWith("HTTP/1.1 400")
        .contains("/Content-Type", "must be given only once");
  }

  @Test
  void a_body_that_is_held_back_is_not_asked_for_without_a_token() {
    var request =
        "POST /v1/tasks HTTP/1.1\nHost: localhost\nConnection: close\nContent-Length: 2\n"
            + "Content-Type: application/json\nExpect: 100-continue\n%s\n{}";

    assertThat(api.sendBytes(request.formatted(""))).startsWith("HTTP/1.1 401");
    assertThat(api.sendBytes(request.formatted("Authorization: " + api.authorization() + "\n")))
        .startsWith("HTTP/1.1 100");
  }

  private static String task(String title, String description, int tags, int length) {
    var list = new StringBuilder();
    for (int i = 0; i < tags; i++) {
      list.append(i == 0 ? "" : ",")
          .append('\'')
          .append((char) ('a' + i))
          .append("x".repeat(length - 1))
          .append('\'');
    }
    return "{'title':'%s','description':'%s','tags':[%s]}".formatted(title, description, list);
  }
}
