package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A limit of 10 requests, with a fixed clock. */
class RateLimitIT {

  private static FunctionServer function;

  private final Api api = Api.in(Http.to(function.port()), "user-" + UUID.randomUUID());

  @BeforeAll
  static void start() {
    var env = new HashMap<>(Api.issuer());
    env.putAll(Map.of("RATE_LIMIT_BURST", "10", "RATE_LIMIT_PER_SECOND", "2"));
    function =
        FunctionServer.start(
            TestPostgres.shared().settings("task-api", env),
            InstantSource.fixed(Instant.now()),
            Main::wire);
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @Test
  void every_response_has_the_rate_limit_and_requests_beyond_it_are_refused() {
    for (int left = 9; left >= 0; left--) {
      var response = left == 5 ? api.get("/v1/tasks?limit=x") : api.get("/v1/tasks");
      assertThat(response.header("RateLimit-Policy")).isEqualTo("\"user\";q=10;w=5");
      assertThat(response.header("RateLimit"))
          .isEqualTo("\"user\";r=%d;t=%d".formatted(left, (10 - left + 1) / 2));
    }

    var refused = api.get("/v1/tasks").expect(429);

    assertThat(refused.text("/type")).endsWith("/too-many-requests");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.header("RateLimit")).isEqualTo("\"user\";r=0;t=5");
    Api.in(Http.to(function.port()), "user-" + UUID.randomUUID()).get("/v1/tasks").expect(200);
  }

  @Test
  void a_refused_write_has_no_effect() {
    api.post("/v1/batch", batchOf(10)).expect(200);

    api.post("/v1/tasks", "{'title':'One too many'}").expect(429);

    assertThat(Api.as(api.user).get("/v1/tasks").at("/items").size()).isEqualTo(10);
  }

  @Test
  void a_batch_counts_its_operations_and_is_refused_whole() {
    assertThat(api.post("/v1/batch", batchOf(7)).expect(200).header("RateLimit"))
        .isEqualTo("\"user\";r=3;t=4");

    assertThat(api.post("/v1/batch", batchOf(4)).expect(429).header("Retry-After")).isEqualTo("1");

    assertThat(Api.as(api.user).get("/v1/tasks").at("/items").size()).isEqualTo(7);
  }

  @Test
  void an_import_counts_its_hundreds_and_is_refused_whole() {
    var mover = api.with("Content-Type", TransferIT.LINES);

    assertThat(mover.send("POST", "/v1/import", linesOf(299, "a")).expect(200).header("RateLimit"))
        .isEqualTo("\"user\";r=7;t=2");
    mover.send("POST", "/v1/import", linesOf(700, "b")).expect(429);

    assertThat(
            Api.as(api.user)
                .with("Accept", TransferIT.LINES)
                .get("/v1/export")
                .expect(200)
                .raw()
                .body())
        .contains("\"a0\"")
        .doesNotContain("\"b0\"");
  }

  @Test
  void a_preview_that_searches_many_centuries_counts_as_many_requests() {
    assertThat(preview("FREQ=DAILY").expect(200).header("RateLimit")).isEqualTo("\"user\";r=9;t=1");

    var hostile = preview("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO").expect(200);

    assertThat(hostile.header("RateLimit")).isEqualTo("\"user\";r=0;t=6");
    assertThat(preview("FREQ=DAILY").expect(429).header("Retry-After")).isEqualTo("2");
  }

  private Api.Response preview(String rrule) {
    return api.post(
        "/v1/recurrence/preview",
        "{'recurrence':{'frequency':'custom','rrule':'%s'},'due':{'date':'2026-03-01'},'limit':100}"
            .formatted(rrule));
  }

  @Test
  void unauthenticated_requests_are_not_counted() {
    var response = api.with("Authorization", null).get("/v1/tasks").expect(401);

    assertThat(response.raw().headers().map()).doesNotContainKey("ratelimit");
  }

  private static String linesOf(int tasks, String title) {
    return IntStream.range(0, tasks)
        .mapToObj(i -> "{\"kind\":\"task\",\"title\":\"%s%d\"}%n".formatted(title, i))
        .collect(Collectors.joining());
  }

  private static String batchOf(int ops) {
    return IntStream.range(0, ops)
        .mapToObj(
            i ->
                "{'opId':'%s','kind':'create','fields':{'title':'Task %d'}}"
                    .formatted(UUID.randomUUID(), i))
        .collect(Collectors.joining(",", "{'ops':[", "]}"));
  }
}
