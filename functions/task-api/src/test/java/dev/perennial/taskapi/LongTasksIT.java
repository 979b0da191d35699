package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.ShippedFunction;
import dev.perennial.runtime.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many long tasks, read from the shipped jar with the heap that it has in production. */
class LongTasksIT {

  private static final int TASKS = 250;
  private static final String DESCRIPTION = "\uD83C\uDF31".repeat(10_000);

  /** The 512 KiB of a page, in UTF-8 and with one task more; 200 tasks would have 8 MB. */
  private static final int MAX_BODY = 1024 * 1024;

  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private static Path directory;
  private static ShippedFunction function;
  private static Api ada;

  @BeforeAll
  static void long_tasks_of_one_user_and_the_shipped_jar() throws IOException {
    ada = Api.asSomebodyNew();
    for (int i = 0; i < TASKS; i++) {
      ada.create("{'title':'a','description':'" + DESCRIPTION + "'}");
    }
    var env = new HashMap<>(TestPostgres.shared().settings("task-api", Api.issuer()).env());
    env.put("JAVA_TOOL_OPTIONS", String.join(" ", Files.readAllLines(Path.of("../jvm.options"))));
    function = ShippedFunction.start("task-api", env, directory.resolve("log"));
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @AfterEach
  void the_process_lives_and_was_never_out_of_memory() {
    assertThat(function.process().isAlive()).isTrue();
    assertThat(directory.resolve("log")).content().doesNotContain("java.lang.OutOfMemoryError");
  }

  @Test
  void twenty_pages_of_200_at_once_have_as_many_tasks_as_fit_or_are_refused() throws Exception {
    for (var page : completeOrRefused(atOnce(20, () -> get("/v1/tasks?limit=200")))) {
      assertThat(page.at("/items").size()).isGreaterThanOrEqualTo(2);
      assertThat(page.at("/nextCursor").isString()).isTrue();
      assertThat(page.raw().body().getBytes(StandardCharsets.UTF_8).length).isLessThan(MAX_BODY);
    }
  }

  @Test
  void pages_have_every_task_once() {
    var ids = new ArrayList<String>();
    var page = get("/v1/tasks?limit=200");
    while (page.at("/nextCursor").isString()) {
      page.at("/items").forEach(task -> ids.add(task.required("id").asString()));
      page = get("/v1/tasks?limit=200&cursor=" + page.text("/nextCursor"));
    }
    page.at("/items").forEach(task -> ids.add(task.required("id").asString()));

    assertThat(ids).hasSize(TASKS);
    assertThat(new HashSet<>(ids)).hasSize(TASKS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-ndjson", "text/calendar"})
  void eight_exports_at_once_are_complete_or_refused(String type) throws Exception {
    var exports =
        atOnce(8, () -> user().with("Accept", type).sendAnything("GET", "/v1/export", ""));

    for (var export : completeOrRefused(exports)) {
      assertThat(export.raw().body().split("\"kind\":\"task\"|BEGIN:VTODO", -1)).hasSize(TASKS + 1);
    }
  }

  @Test
  void exports_that_no_client_reads_hold_no_connection_and_leave_room_for_others()
      throws IOException {
    var unread = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 14; i++) {
        unread.add(exportThatNobodyReads());
      }

      await("all of the memory for exports is in use")
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(user().get("/v1/export").expect(503).header("Retry-After"))
                      .isEqualTo("2"));
      await("each export waits for its client")
          .atMost(LONG)
          .untilAsserted(() -> assertThat(transactionsOfTheFunction()).isEmpty());
      get("/v1/tasks?limit=200").expect(200);
      Api.in(function.http(), "somebody-else").get("/v1/export").expect(200);
    } finally {
      for (var socket : unread) {
        socket.close();
      }
    }
    await("the memory is free again")
        .atMost(LONG)
        .until(() -> user().get("/v1/export").raw().statusCode() == 200);
  }

  /** The responses with status 200, of which there is one at least. */
  private static List<Api.Response> completeOrRefused(List<Api.Response> responses) {
    for (var response : responses) {
      if (response.raw().statusCode() != 200) {
        assertThat(response.expect(503).header("Retry-After")).isEqualTo("2");
      }
    }
    var complete = responses.stream().filter(each -> each.raw().statusCode() == 200).toList();
    assertThat(complete).isNotEmpty();
    return complete;
  }

  /** About 3 MB, of which nothing but the ids is taken. */
  @Test
  void an_import_whose_report_would_be_as_long_as_itself_says_how_much_was_left_out() {
    var odd =
        IntStream.range(0, 9)
            .mapToObj(i -> "X-" + "A".repeat(90) + i + ":1\r\n")
            .collect(Collectors.joining());
    var calendar = new StringBuilder("BEGIN:VCALENDAR\r\n");
    for (int i = 0; i < 3_000; i++) {
      calendar.append("BEGIN:VTODO\r\nUID:%d\r\n%sEND:VTODO\r\n".formatted(i, odd));
    }

    var report =
        Api.in(function.http(), "importer")
            .with("Content-Type", "text/calendar")
            .post("/v1/import", calendar.append("END:VCALENDAR\r\n").toString())
            .expect(200);

    assertThat(report.at("/imported").asInt()).isEqualTo(3_000);
    assertThat(report.at("/items/0/without").size()).isEqualTo(10);
    assertThat(report.text("/items/2999/without/0/detail"))
        .isEqualTo("the report is too long; import this item alone to see these 10");
    assertThat(report.raw().body().length()).isLessThan(3 * 1024 * 1024);
  }

  private static Api user() {
    return Api.in(function.http(), ada.user);
  }

  private static Api.Response get(String path) {
    return user().get(path);
  }

  private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
    return AtOnce.all(Collections.nCopies(times, work));
  }

  private static Socket exportThatNobodyReads() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(function.base().getHost(), function.base().getPort()));
    socket
        .getOutputStream()
        .write(
            "GET /v1/export HTTP/1.1\r\nHost: a\r\nAuthorization: %s\r\n\r\n"
                .formatted(ada.authorization())
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static List<String> transactionsOfTheFunction() {
    return TestPostgres.shared()
        .column(
            "SELECT state FROM pg_stat_activity WHERE application_name = 'task-api' AND state <>"
                + " 'idle'");
  }
}
