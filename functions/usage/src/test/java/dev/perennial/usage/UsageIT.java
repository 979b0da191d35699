package dev.perennial.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.HeadContract;
import dev.perennial.api.testkit.QueryContract;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is billed, and who sees it. */
class UsageIT {

  private final UsageFunction usage = UsageFunction.shared();
  private final String ada = "ada-" + UUID.randomUUID();
  private final String grace = "grace-" + UUID.randomUUID();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  @Test
  void a_request_is_one_invocation_with_its_exact_cost() {
    Invoked.by(ada, now).record();

    JsonNode sums = usage.json(ada, "/v1/usage");

    JsonNode item = sums.at("/items/0");
    assertThat(item.path("key").asString()).isEqualTo("task-api");
    assertThat(item.at("/quantities/invocation").asString()).isEqualTo("1");
    assertThat(item.at("/quantities/active_us").asString()).isEqualTo("1500");
    assertThat(item.at("/quantities/active_ms").asString()).isEqualTo("2");
    assertThat(item.at("/quantities/active_100ms").asString()).isEqualTo("1");
    assertThat(item.at("/quantities/mib_us").asString()).isEqualTo("384000");
    // 1,000 us of 0.031611 per 3.6e9 us, 384,000 MiB us of 0.004237 per 3,686.4e9, 1,000 bytes of
    // 0.12 per 1e9
    assertThat(sums.path("cost").asString()).isEqualTo("0.000000129221");
    // 0.20 per million requests, and 2 ms of 256 MiB at 0.0000166667 per 1,024,000 MiB ms
    assertThat(usage.json(ada, "/v1/usage?book=aws-lambda").path("cost").asString())
        .isEqualTo("0.000000208333");
  }

  @Test
  void an_event_that_is_delivered_again_is_billed_once() {
    UUID event = UUID.randomUUID();
    Invoked.by(ada, now).ofEvent(event).with("outcome", "failed").record();
    Invoked.by(ada, now.plusMillis(1)).ofEvent(event).with("attempt", 2).record();
    Invoked.by(ada, now.plusMillis(2)).ofEvent(event).with("outcome", "duplicate").record();
    Invoked.by(ada, now.plusMillis(3)).ofEvent(event).with("trigger", "redrive").record();

    assertThat(billed(ada)).isEqualTo("1");
    assertThat(reasons(ada)).containsExactlyInAnyOrder("failed 1", "duplicate 2");
  }

  @Test
  void an_event_is_billed_once_for_each_function_and_each_source() {
    UUID event = UUID.randomUUID();
    Invoked.by(ada, now).ofEvent(event).record();
    Invoked.by(ada, now).ofEvent(event).with("function", "sync-push").record();
    Invoked.by(ada, now).ofEvent(event).with("event_source", "/functions/another").record();

    assertThat(billed(ada)).isEqualTo("3");
    assertThat(reasons(ada)).isEmpty();
  }

  @Test
  void of_two_successes_at_the_same_instant_one_is_billed() {
    UUID event = UUID.randomUUID();
    UUID instance = UUID.randomUUID();
    Invoked.by(ada, now).ofEvent(event).with("instance", instance).record();
    Invoked.by(ada, now).ofEvent(event).with("instance", instance).record();

    assertThat(billed(ada)).isEqualTo("1");
    assertThat(reasons(ada)).containsExactly("duplicate 1");
  }

  @Test
  void the_first_success_is_billed_even_if_it_is_recorded_last() {
    UUID event = UUID.randomUUID();
    Instant hourBefore = now.minus(Duration.ofHours(1));
    Invoked.by(ada, now).ofEvent(event).record();
    assertThat(billed(ada)).isEqualTo("1");
    UsageFunction.POSTGRES.execute(
        "UPDATE usage.invocations SET recorded_at = now() - interval '1 day' WHERE owner = '"
            + ada
            + "'");
    Invoked.by(ada, hourBefore).ofEvent(event).record();

    assertThat(billed(ada)).isEqualTo("1");
    assertThat(reasons(ada)).containsExactly("duplicate 1");
  }

  @ParameterizedTest
  @CsvSource({
    "outcome, failed, failed",
    "outcome, parked, failed",
    "outcome, refused, refused",
    "outcome, duplicate, duplicate",
    "outcome, in-progress, retry",
    "overhead, true, overhead",
    "function, usage, overhead"
  })
  void what_is_not_billed_has_a_reason(String column, String value, String reason) {
    Invoked.by(ada, now).with(column, value).record();

    assertThat(billed(ada)).isEmpty();
    assertThat(reasons(ada)).containsExactly(reason + " 1");
  }

  @Test
  void a_record_that_arrives_after_its_hour_was_rated_corrects_the_hour() {
    Instant earlier = now.minus(Duration.ofDays(3));
    Invoked.by(ada, earlier).record();
    usage.tick();
    assertThat(billed(ada)).isEqualTo("1");
    Invoked.by(ada, earlier).record();
    usage.tick();

    assertThat(billed(ada)).isEqualTo("2");
  }

  @Test
  void a_record_of_a_clock_that_is_wrong_is_rated_at_its_time() {
    Instant ahead = now.plus(Duration.ofDays(200));
    Invoked.by(ada, ahead).record();

    JsonNode sums =
        usage.json(
            ada, "/v1/usage?from=" + ahead.minusSeconds(7200) + "&to=" + ahead.plusSeconds(1));

    assertThat(sums.at("/items/0/quantities/invocation").asString()).isEqualTo("1");
  }

  @Test
  void usage_is_summed_by_what_is_asked_for() {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(30));
    UUID list = UUID.randomUUID();
    Invoked.by(ada, hour).with("list_id", list).record();
    Invoked.by(ada, hour.plus(Duration.ofHours(1))).ofEvent(UUID.randomUUID()).record();

    assertThat(keys("function")).containsExactly("audit-sink", "task-api");
    assertThat(keys("trigger")).containsExactly("event", "http");
    assertThat(keys("list")).containsExactly("", list.toString());
    assertThat(keys("hour"))
        .containsExactly(hour.toString(), hour.plus(Duration.ofHours(1)).toString());
    assertThat(keys("day")).contains(hour.truncatedTo(ChronoUnit.DAYS).toString());
  }

  @Test
  void csv_has_a_line_for_each_group() {
    Invoked.by(ada, now).record();

    HttpResponse<String> csv = usage.get(ada, "/v1/usage", "text/csv");

    assertThat(csv.body().lines())
        .containsExactly(
            "key,invocation,active_us,active_ms,active_100ms,mib_us,mib_ms,mib_100ms,cpu_us,byte_in,byte_out,event_out,mail,push,stream_ms,cost",
            "task-api,1,1500,2,1,384000,512,256,1000,100,1000,1,0,0,0,0.000000129221");
  }

  @Test
  void a_cell_that_a_spreadsheet_would_evaluate_is_text() {
    Invoked.by(ada, now).with("list_id", "=1+1,\"x\"").record();

    assertThat(usage.get(ada, "/v1/usage?group=list", "text/csv").body().lines().skip(1))
        .singleElement()
        .asString()
        .startsWith("\"'=1+1,\"\"x\"\"\",1,");
  }

  @Test
  void people_see_their_own_usage_and_admins_that_of_all() {
    Invoked.by(ada, now).record();
    Invoked.by(grace, now).record();

    assertThat(billed(ada)).isEqualTo("1");
    assertThat(usage.get(ada, "/v1/usage?owner=" + grace).statusCode()).isEqualTo(400);
    assertThat(usage.get(ada, "/v1/usage/invocations?owner=" + grace).statusCode()).isEqualTo(400);
    assertThat(usage.get(ada, "/v1/invoices?owner=" + grace).statusCode()).isEqualTo(400);
    String month = now.toString().substring(0, "2026-11".length());
    assertThat(usage.get(ada, "/v1/invoices/" + month + "?owner=" + grace).statusCode())
        .isEqualTo(400);
    assertThat(usage.json("root", "/v1/usage?owner=" + grace).path("items")).hasSize(1);
    int all = usage.json("root", "/v1/usage").at("/items").size();
    assertThat(all).isGreaterThanOrEqualTo(1);
    assertThat(usage.validated("GET", "/v1/usage", Map.of(), "").statusCode()).isEqualTo(401);
  }

  @Test
  void a_sum_leads_to_its_invocations_page_by_page() {
    var stored = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      stored.add(Invoked.by(ada, now).record().text("span_id"));
    }
    Invoked.by(ada, now).ofEvent(UUID.randomUUID()).record();

    var read = new ArrayList<String>();
    String path =
        "/v1/usage/invocations?function=task-api&trigger=http&limit=2&to="
            + now.plusSeconds(60)
            + "&from="
            + now.minusSeconds(60);
    for (String next = path; next != null; ) {
      JsonNode page = usage.json(ada, next);
      page.required("items").forEach(item -> read.add(item.required("spanId").asString()));
      JsonNode cursor = page.required("nextCursor");
      next = cursor.isNull() ? null : path + "&cursor=" + cursor.asString();
    }

    assertThat(read).containsExactlyInAnyOrderElementsOf(stored);
  }

  @Test
  void pages_of_one_instance_and_one_instant_have_each_invocation_once() {
    UUID instance = UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      Invoked.by(ada, now).with("instance", instance).record();
    }

    var numbers = new ArrayList<Long>();
    String path = "/v1/usage/invocations?limit=2&to=" + now.plusSeconds(60);
    for (String next = path; next != null; ) {
      JsonNode page = usage.json(ada, next);
      page.required("items").forEach(item -> numbers.add(item.required("number").asLong()));
      JsonNode cursor = page.required("nextCursor");
      next = cursor.isNull() ? null : path + "&cursor=" + cursor.asString();
    }

    assertThat(numbers).hasSize(5).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void a_cursor_is_of_one_person_and_one_question() {
    Invoked.by(ada, now).record();
    Invoked.by(ada, now).record();
    String path = "/v1/usage/invocations?limit=1&to=%s&from=%s";
    String of = path.formatted(now.plusSeconds(60), now.minusSeconds(60));
    String cursor = "&cursor=" + usage.json(ada, of).required("nextCursor").asString();

    assertThat(usage.get(ada, of + cursor).statusCode()).isEqualTo(200);
    assertThat(usage.get("mallory", of + cursor).statusCode()).isEqualTo(400);
    assertThat(usage.get("root", of + "&owner=" + ada + cursor).statusCode()).isEqualTo(400);
    assertThat(usage.get(ada, of + "&trigger=http" + cursor).statusCode()).isEqualTo(400);
    assertThat(
            usage
                .get(ada, path.formatted(now.plusSeconds(60), now.minusSeconds(61)) + cursor)
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void nobody_sees_an_invocation_of_another_person() {
    Invoked.by(ada, now).record();
    Invoked.by(grace, now).with("actor", ada).record();
    String path = "/v1/usage/invocations?to=" + now.plusSeconds(60);

    assertThat(usage.json(ada, path).required("items").valueStream())
        .extracting(item -> item.required("owner").asString())
        .containsExactly(ada);
    assertThat(usage.json("root", path + "&owner=" + grace).required("items")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/usage?from=-999999999-01-01T00:00:00Z",
        "/v1/usage?from=1999-12-31T23:59:59Z&to=2000-01-01T00:00:00Z",
        "/v1/usage?to=%2B292278994-08-17T07:12:55Z",
        "/v1/usage?from=2026-11-01T00:00:00Z&to=2026-11-01T00:00:00Z",
        "/v1/usage/invocations?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z",
        "/v1/usage/invocations?limit=0",
        "/v1/usage/invocations?limit=-1",
        "/v1/usage?from=yesterday",
        "/v1/usage?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z",
        "/v1/usage?from=2025-01-01T00:00:00Z&to=2026-11-01T00:00:00Z",
        "/v1/usage?group=person",
        "/v1/usage?book=mainframe",
        "/v1/usage/invocations?trigger=magic",
        "/v1/usage/invocations?cursor=AAAA",
        "/v1/usage/invocations?limit=501",
        "/v1/invoices?book=mainframe",
        "/v1/invoices/2026-11?book=mainframe",
      })
  void an_invalid_parameter_is_refused(String path) {
    assertThat(usage.get(ada, path).statusCode()).isEqualTo(400);
  }

  @Test
  void an_unknown_query_parameter_is_refused() {
    QueryContract.check(UsageFunction.DOCUMENT, (method, path) -> usage.send(method, "root", path));
  }

  @Test
  void head_returns_what_get_returns_without_a_body() {
    HeadContract.check(UsageFunction.DOCUMENT, (method, path) -> usage.send(method, "root", path));
  }

  private String billed(String owner) {
    return usage
        .json(owner, "/v1/usage?group=day")
        .path("items")
        .valueStream()
        .map(item -> item.at("/quantities/invocation").asString())
        .reduce((a, b) -> String.valueOf(Long.parseLong(a) + Long.parseLong(b)))
        .orElse("");
  }

  private static List<String> reasons(String owner) {
    return UsageFunction.POSTGRES.column(
        """
        SELECT reason || ' ' || sum(quantity) FROM usage.hours
        WHERE owner = '%s' AND unit = 'invocation' AND reason <> '' GROUP BY reason
        """
            .formatted(owner));
  }

  private List<String> keys(String group) {
    return usage
        .json(ada, "/v1/usage?group=" + group)
        .path("items")
        .valueStream()
        .map(item -> item.required("key").asString())
        .toList();
  }
}
