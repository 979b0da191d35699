package dev.perennial.runtime.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.Gate;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.InvocationRows;
import dev.perennial.runtime.testkit.InvocationRows.Row;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded of deliveries and requests, on a real Postgres. */
class MeteringIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final Gate gate = new Gate();

  /** After the start of this process. */
  private final AtomicReference<Instant> clock =
      new AtomicReference<>(Instant.parse("2126-03-01T12:00:00Z"));

  @AutoClose
  private final FunctionServer function =
      FunctionServer.start(
          POSTGRES.settings("on-completed-recurrence", Map.of("MEMORY_MIB", "321")),
          clock::get,
          this::wire);

  private final Http http = Http.to(function.port());

  private void wire(FunctionParts parts) {
    parts.handleEvents(
        event -> {
          switch (event.getType()) {
            case "sleeping" -> LockSupport.parkNanos(2_000_000);
            case "computing" -> compute();
            case "failing-once" -> failOnce(event.getId());
            case "never" -> throw new Unprocessable("no");
            case "waiting" -> gate.pass();
            case "clock-goes-back" -> clock.set(clock.get().minusSeconds(3_600));
            case "emitting" -> emit(parts.outbox());
            default -> {}
          }
        });
    parts.handleRequests(
        exchange -> {
          exchange.isRouted("/v1/things/{id}");
          switch (exchange.query()) {
            case "fail" -> throw new IllegalStateException("on purpose");
            case "stream" -> {
              try (var out = exchange.stream(200, Map.of("Content-Type", "text/event-stream"))) {
                out.write(new byte[5]);
              }
            }
            default -> exchange.send(200, Map.of(), exchange.body().readAllBytes());
          }
        });
  }

  private static void compute() {
    var text = "x".repeat(1_000);
    for (int i = 0; i < 100; i++) {
      text = Integer.toString((text + i).hashCode()).repeat(100);
    }
  }

  private void failOnce(String id) {
    if (failed.add(id)) {
      throw new IllegalStateException("not yet");
    }
  }

  private static void emit(Outbox outbox) {
    outbox.add(
        new Outbox.Entry(EventType.TASK_CREATED, "task-1", "list-1", "ada", "ada", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100})
  void the_shares_of_all_invocations_are_the_active_time_and_cpu_of_the_instance(int atOnce)
      throws Exception {
    List<Callable<Integer>> deliveries =
        IntStream.range(0, 100)
            .<Callable<Integer>>mapToObj(
                i -> () -> deliver(i % 2 == 0 ? "sleeping" : "computing").statusCode())
            .toList();
    for (int i = 0; i < deliveries.size(); i += atOnce) {
      assertThat(AtOnce.all(deliveries.subList(i, i + atOnce))).containsOnly(202);
    }
    function.close();

    var rows = InvocationRows.where("instance = '" + instance() + "'");
    assertThat(rows.stream().map(row -> row.number("number")))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 100).mapToObj(Long::valueOf).toList());
    assertThat(sum(rows, "active_us")).isEqualTo(ofLastBatch("active_us")).isPositive();
    assertThat(sum(rows, "cpu_us")).isEqualTo(ofLastBatch("active_cpu_us")).isPositive();
    assertThat(ofLastBatch("last_number")).isEqualTo(100);
    assertThat(ofLastBatch("final::int")).isEqualTo(1);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.number("active_us")).isLessThanOrEqualTo(row.number("wall_us") + 1));
  }

  @Test
  void the_first_invocation_has_the_start_of_the_process_and_all_have_its_memory() {
    deliver("any");
    deliver("any");
    function.close();

    var rows = InvocationRows.where("instance = '" + instance() + "'");

    assertThat(rows.getFirst().number("cold_start_us")).isPositive();
    assertThat(rows.getLast().number("cold_start_us")).isZero();
    assertThat(rows).allSatisfy(row -> assertThat(row.number("memory_mib")).isEqualTo(321));
    assertThat(
            POSTGRES.column(
                "SELECT startup_cpu_us > 0 AND revision IS NULL AND function ="
                    + " 'on-completed-recurrence' FROM usage.instances WHERE instance = '"
                    + instance()
                    + "'"))
        .containsExactly("t");
  }

  @Test
  void a_second_delivery_is_a_duplicate_and_a_retry_has_the_number_of_its_attempt() {
    var id = anyId();

    http.post(event(id, "failing-once"), "{}");
    http.post(event(id, "failing-once"), "{}");

    var rows = InvocationRows.await("event_id = '" + id + "'", 2);
    assertThat(rows.getFirst().text("outcome")).isEqualTo("done");
    assertThat(rows.getFirst().number("attempt")).isEqualTo(2);
    assertThat(rows.getLast().text("outcome")).isEqualTo("duplicate");
  }

  @Test
  void a_delivery_that_has_no_effect_is_recorded_with_the_reason() throws Exception {
    deliver("never");
    http.post(Map.of("Content-Type", "text/plain"), "no event");
    var id = anyId();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = executor.submit(() -> http.post(event(id, "waiting"), "{}"));
      gate.awaitReached();
      assertThat(http.post(event(id, "waiting"), "{}").statusCode()).isEqualTo(409);
      gate.open();
      first.get();
    }
    function.close();

    assertThat(
            InvocationRows.where("instance = '" + instance() + "'").stream()
                .map(
                    row -> row.text("name") + " " + row.text("outcome") + " " + row.text("status")))
        .containsExactly(
            "never parked 422",
            "no event refused 400",
            "waiting done 202",
            "waiting in-progress 409");
  }

  @Test
  void requests_are_recorded_by_their_route_and_probes_are_not_recorded() {
    http.send("POST", "/v1/things/1?echo", Map.of(), "hello");
    http.send("GET", "/health/ready", Map.of(), "");
    http.send("GET", "/health/live", Map.of(), "");
    http.send("INVENT", "/v1/things/2?fail", Map.of(), "");
    http.send("GET", "/v1/things/3?stream", Map.of(), "");
    function.close();

    var rows = InvocationRows.where("instance = '" + instance() + "'");
    assertThat(
            rows.stream()
                .map(
                    row ->
                        "%s %s %s %s"
                            .formatted(
                                row.text("trigger"),
                                row.text("name"),
                                row.text("outcome"),
                                row.text("status"))))
        .containsExactly(
            "http POST /v1/things/{id} done 200",
            "http OTHER /v1/things/{id} failed 500",
            "stream GET /v1/things/{id} done 200");
    assertThat(rows.getFirst().number("bytes_in")).isEqualTo(5);
    assertThat(rows.getFirst().number("bytes_out")).isEqualTo(5);
    assertThat(rows.getLast().number("bytes_out")).isEqualTo(5);
  }

  @Test
  void a_clock_that_goes_back_changes_no_duration() {
    var before = clock.get();

    deliver("clock-goes-back");
    deliver("any");
    function.close();

    var rows = InvocationRows.where("instance = '" + instance() + "'");
    assertThat(rows.getFirst().number("wall_us"))
        .isBetween(1L, Duration.ofMinutes(1).toNanos() / 1_000);
    assertThat(Instant.parse(rows.getFirst().text("started_at"))).isEqualTo(before);
    assertThat(rows.getLast().text("started_at")).startsWith("2126-03-01T11:00:00");
  }

  @Test
  void an_invocation_is_a_step_below_the_one_that_emitted_its_event_and_above_its_own_events() {
    http.post(
        with(event(anyId(), "emitting"), "ce-traceparent", "00-" + TRACE + "-b7ad6b7169203331-00"),
        "{}");
    function.close();

    var row = InvocationRows.where("instance = '" + instance() + "'").getFirst();
    assertThat(row.text("trace_id")).isEqualTo(TRACE);
    assertThat(row.text("parent_span_id")).isEqualTo("b7ad6b7169203331");
    assertThat(row.text("subject")).isEqualTo("task-1");
    assertThat(row.text("list_id")).isEqualTo("list-1");
    assertThat(row.number("events_out")).isOne();
    assertThat(
            POSTGRES.column(
                "SELECT attributes ->> 'traceparent' FROM runtime.outbox WHERE attributes ->>"
                    + " 'traceparent' LIKE '%"
                    + row.text("span_id")
                    + "%'"))
        .containsExactly("00-" + TRACE + "-" + row.text("span_id") + "-00");
  }

  @Test
  void a_request_is_a_step_below_its_caller_and_the_first_of_a_trace_without_one() {
    http.send(
        "GET",
        "/v1/things/1?echo",
        Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"),
        "");
    http.send("GET", "/v1/things/1?echo", Map.of("traceparent", "malformed"), "");
    function.close();

    var rows = InvocationRows.where("instance = '" + instance() + "'");
    assertThat(rows.getFirst().text("trace_id")).isEqualTo(TRACE);
    assertThat(rows.getFirst().text("parent_span_id")).isEqualTo("b7ad6b7169203331");
    assertThat(rows.getLast().isNull("parent_span_id")).isTrue();
    assertThat(rows.getLast().text("trace_id")).isNotEqualTo(TRACE);
  }

  @Test
  void a_timer_is_recorded_by_its_name_as_work_of_the_system() {
    var tick = new HashMap<>(event(anyId(), "dev.knative.sources.ping"));
    tick.put("ce-source", "/apis/v1/namespaces/perennial/pingsources/maintenance");
    http.post(tick, "{}");
    function.close();

    var row = InvocationRows.where("instance = '" + instance() + "'").getFirst();
    assertThat(row.text("trigger") + " " + row.text("name")).isEqualTo("timer maintenance");
    assertThat(row.text("overhead")).isEqualTo("true");
    assertThat(row.isNull("owner")).isTrue();
  }

  @Test
  void nothing_is_recorded_without_metering() {
    var id = anyId();
    var settings = POSTGRES.settings("on-completed-recurrence", Map.of("METERING", "false"));
    try (var other = FunctionServer.start(settings, this::wire)) {
      assertThat(Http.to(other.port()).post(event(id, "any"), "{}").statusCode()).isEqualTo(202);
    }

    assertThat(InvocationRows.where("event_id = '" + id + "'")).isEmpty();
  }

  @Test
  void records_that_may_reach_a_threshold_of_a_budget_ask_for_a_check_once() {
    var saver = "saver-" + UUID.randomUUID();
    POSTGRES.execute(
        "INSERT INTO usage.budget_prices VALUES ('invocation', 'epoch', 3, 2) ON CONFLICT DO"
            + " NOTHING");
    POSTGRES.execute(
        "INSERT INTO usage.budgets (owner, monthly, currency, alert_at, check_at) VALUES"
            + " ('%s', 100, 'USD', '50', 4)".formatted(saver));

    deliverTo(saver);
    InvocationRows.await("owner = '" + saver + "'", 1);
    assertThat(checksOf(saver)).isEmpty();
    deliverTo(saver);
    deliverTo(saver);
    InvocationRows.await("owner = '" + saver + "'", 3);
    function.close();

    assertThat(checksOf(saver)).containsExactly("{\"userId\":\"" + saver + "\"}");
    // Each invocation costs 1.5, rounded up.
    assertThat(accrued(saver)).isEqualTo("6");
  }

  @Test
  void the_first_record_of_a_month_asks_for_a_check_of_the_budget() {
    var saver = "saver-" + UUID.randomUUID();
    POSTGRES.execute(
        "INSERT INTO usage.budgets (owner, monthly, currency, alert_at, check_from) VALUES"
            + " ('%s', 100, 'USD', '50', '%s')".formatted(saver, clock.get()));

    deliverTo(saver);
    function.close();

    assertThat(checksOf(saver)).hasSize(1);
  }

  @Test
  void what_is_not_billed_counts_in_no_budget() {
    var saver = "saver-" + UUID.randomUUID();
    POSTGRES.execute(
        "INSERT INTO usage.budget_prices VALUES ('invocation', 'epoch', 3, 2) ON CONFLICT DO"
            + " NOTHING");
    POSTGRES.execute(
        "INSERT INTO usage.budgets (owner, monthly, currency, alert_at, check_at) VALUES"
            + " ('%s', 100, 'USD', '50', 1)".formatted(saver));

    http.post(with(event(anyId(), "never"), "ce-owner", saver), "{}");
    function.close();

    assertThat(accrued(saver)).isEqualTo("0");
    assertThat(checksOf(saver)).isEmpty();
  }

  private void deliverTo(String owner) {
    assertThat(http.post(with(event(anyId(), "any"), "ce-owner", owner), "{}").statusCode())
        .isEqualTo(202);
  }

  private static String accrued(String owner) {
    return POSTGRES
        .column("SELECT accrued FROM usage.budgets WHERE owner = '" + owner + "'")
        .getFirst();
  }

  private static List<String> checksOf(String owner) {
    return POSTGRES.column(
        """
        SELECT convert_from(data, 'UTF8') FROM runtime.outbox
        WHERE attributes ->> 'type' = 'dev.perennial.spending.recorded.v1' AND attributes ->> 'owner' = '%s'
        """
            .formatted(owner));
  }

  private HttpResponse<String> deliver(String type) {
    return http.post(event(anyId(), type), "{}");
  }

  /** This test's instance: the newest, since tests run one after the other. */
  private static String instance() {
    return POSTGRES
        .column("SELECT instance FROM usage.batches WHERE final ORDER BY ctid DESC LIMIT 1")
        .getFirst();
  }

  private static long ofLastBatch(String column) {
    return Long.parseLong(
        POSTGRES
            .column(
                "SELECT %s FROM usage.batches WHERE instance = '%s' ORDER BY batch DESC LIMIT 1"
                    .formatted(column, instance()))
            .getFirst());
  }

  private static long sum(List<Row> rows, String column) {
    return rows.stream().mapToLong(row -> row.number(column)).sum();
  }

  private static String anyId() {
    return UUID.randomUUID().toString();
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return Collections.unmodifiableMap(more);
  }

  private static Map<String, String> event(String id, String type) {
    return Map.of(
        "ce-specversion", "1.0",
        "ce-id", id,
        "ce-source", "/test",
        "ce-type", type,
        "Content-Type", "application/json");
  }
}
