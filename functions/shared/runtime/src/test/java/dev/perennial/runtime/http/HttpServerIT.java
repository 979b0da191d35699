package dev.perennial.runtime.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.perennial.runtime.http.HttpServer.Connections;
import dev.perennial.runtime.testkit.Gate;
import dev.perennial.runtime.testkit.RawConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What slow, broken and hostile clients get. */
class HttpServerIT {

  private static final Connections IMPATIENT = new Connections(Duration.ofMillis(300), 2048, 100);
  private static final InetSocketAddress ANYWHERE = new InetSocketAddress("127.0.0.1", 0);

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private HttpServer server;

  @AfterEach
  void stop() {
    server.stop(Duration.ZERO);
  }

  private void start(Connections connections, RequestHandler handler) {
    server = HttpServer.start(ANYWHERE, connections, handler);
  }

  private void startEcho() {
    start(
        Connections.STANDARD,
        exchange -> exchange.send(200, Map.of(), exchange.body().readAllBytes()));
  }

  private RawConnection connect() throws IOException {
    return new RawConnection(server.port());
  }

  @Test
  void requests_of_one_connection_are_answered_in_order() throws IOException {
    startEcho();
    try (var connection = connect()) {
      connection.send(
          post("one") + post("two") + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(connection.rest())
          .containsSubsequence("one", "HTTP/1.1 200", "two", "HTTP/1.1 200");
    }
  }

  @Test
  void a_chunked_body_is_read_to_its_end() throws IOException {
    startEcho();
    try (var connection = connect()) {
      connection.send(
          "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");

      assertThat(connection.rest()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nabcde");
    }
  }

  @Test
  void trailers_are_not_read_however_many_there_are() throws IOException {
    startEcho();
    try (var connection = connect()) {
      connection.send(
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
              + IntStream.range(0, 20)
                  .mapToObj(i -> "X" + i + ": y\r\n")
                  .collect(Collectors.joining())
              + "\r\n");

      assertThat(connection.line()).isEqualTo("HTTP/1.1 200");
    }
  }

  @Test
  void a_chunk_extension_cannot_go_on_without_end() throws IOException {
    startEcho();
    try (var connection = connect()) {
      connection.send(
          "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1;"
              + "x".repeat(200)
              + "\r\na\r\n0\r\n\r\n");

      assertThat(connection.rest()).doesNotContain("200");
    }
  }

  @Test
  void trailers_cannot_go_on_without_end() throws IOException {
    startEcho();
    try (var connection = connect()) {
      connection.send(
          "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "1\r\na\r\n0\r\nX: "
              + "y".repeat(1_000)
              + "\r\n\r\n");

      assertThat(connection.rest()).doesNotContain("200");
    }
  }

  @Test
  void head_gets_the_length_of_the_body_and_no_body() throws IOException {
    start(Connections.STANDARD, exchange -> exchange.send(200, Map.of(), "body".getBytes(UTF_8)));
    try (var connection = connect()) {
      connection.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(connection.rest()).containsIgnoringCase("content-length: 4").endsWith("\r\n\r\n");
    }
  }

  @Test
  void header_values_keep_bytes_beyond_ascii_and_their_order() throws IOException {
    start(
        Connections.STANDARD,
        exchange -> {
          seen.add(String.join("|", exchange.headers("x-a")));
          exchange.send(204, Map.of(), new byte[0]);
        });
    try (var connection = connect()) {
      connection.send(
          "GET / HTTP/1.1\r\nHost: a\r\nX-A: \u00e9\r\nx-a: 2\r\nConnection: close\r\n\r\n");
      connection.rest();
    }
    assertThat(seen).containsExactly("\u00e9|2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no host| GET / HTTP/1.1\r\n\r\n",
        "two hosts| GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "two lengths| POST / HTTP/1.1\r\n"
            + "Host: a\r\n"
            + "Content-Length: 1\r\n"
            + "Content-Length: 2\r\n\r\n"
            + "ab",
        "length and chunks| POST / HTTP/1.1\r\n"
            + "Host: a\r\n"
            + "Content-Length: 4\r\n"
            + "Transfer-Encoding: chunked, x\r\n\r\n"
            + "0\r\n\r\n",
        "a negative length| POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "a space before the colon| GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "a NUL in a header| GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
        "a bare CR in a header| GET / HTTP/1.1\r\nHost: a\r\nX: a\rY: b\r\n\r\n",
        "a folded header| GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
        "a header folded by a tab| GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n\tb\r\n\r\n",
        "a folded first header| GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        "a header that ends with LF| GET / HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n\r\n",
        "a request line that ends with LF| GET / HTTP/1.1\nHost: a\r\n\r\n",
        "headers that end with LF| GET / HTTP/1.1\r\nHost: a\r\n\n",
        "a NUL in the path| GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n",
        "a space in the path| GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        "no method| G(T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "no version| GET /\r\n\r\n",
        "another protocol| GET / SMTP/1.1\r\nHost: a\r\n\r\n",
      })
  void a_request_that_is_not_valid_http_is_refused_and_the_connection_closed(String raw)
      throws IOException {
    start(
        Connections.STANDARD,
        new RequestHandler() {
          @Override
          public void handle(Exchange exchange) {
            seen.add("handled");
          }

          @Override
          public void refuse(Exchange exchange, int status) throws IOException {
            exchange.send(status, Map.of("X-Refused", "yes"), "refused".getBytes(US_ASCII));
          }
        });
    try (var connection = connect()) {
      connection.send(raw.substring(raw.indexOf('|') + 2));

      var response = connection.rest();
      assertThat(response).matches("(?s)(HTTP/1.1 (400|501|505).*)?(refused)?");
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void a_body_may_have_lines_of_any_kind() throws IOException {
    startEcho();
    var body = "a\n b\n\tc\r\n d\n";
    try (var connection = connect()) {
      connection.send(
          post(body) + post(body) + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(connection.rest().split("HTTP/1.1 200", -1)).hasSize(4);
    }
  }

  @Test
  void a_folded_header_is_refused_also_after_another_request() throws IOException {
    startEcho();
    try (var connection = connect()) {
      connection.send(post("a\n") + "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n");

      assertThat(connection.rest()).containsSubsequence("HTTP/1.1 200", "HTTP/1.1 400");
    }
  }

  @ParameterizedTest
  @MethodSource("requests_that_are_too_large")
  void a_request_beyond_the_limits_is_refused_with_what_is_too_large(String request, String status)
      throws IOException {
    startEcho();
    try (var connection = connect()) {
      connection.send(request);

      assertThat(connection.line()).isEqualTo("HTTP/1.1 " + status);
    }
  }

  private static Stream<Arguments> requests_that_are_too_large() {
    return Stream.of(
        arguments("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(64 * 1024) + "\r\n\r\n", "431"),
        arguments("GET / HTTP/1.1\r\nHost: a\r\n" + "X: a\r\n".repeat(101) + "\r\n", "431"),
        arguments("GET /" + "a".repeat(64 * 1024) + " HTTP/1.1\r\nHost: a\r\n\r\n", "414"),
        arguments("GET /?" + "a".repeat(64 * 1024) + " HTTP/1.1\r\nHost: a\r\n\r\n", "414"));
  }

  @ParameterizedTest
  @MethodSource("beginnings_of_requests")
  void a_client_that_sends_headers_bit_by_bit_is_disconnected(String begin, String bit)
      throws IOException {
    start(IMPATIENT, exchange -> exchange.send(200, Map.of(), new byte[0]));
    try (var connection = connect()) {
      connection.send(begin);

      awaitDisconnected(connection, bit);
    }
  }

  private static Stream<Arguments> beginnings_of_requests() {
    return Stream.of(
        arguments("GET / HTTP/1.1\r\nHost: a\r\nX: ", "a"),
        arguments("GET /", "a"),
        arguments("\r\n", "\r\n"));
  }

  @Test
  void a_connection_may_be_idle_for_longer_than_headers_may_take() throws IOException {
    start(IMPATIENT, exchange -> exchange.send(200, Map.of(), new byte[0]));
    try (var connection = connect();
        var slow = connect()) {
      connection.send(post(""));
      assertThat(connection.line()).isEqualTo("HTTP/1.1 200");
      awaitDisconnected(slow.send("GET /"), "a");
      connection.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(connection.rest()).contains("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1;", "1\r\na\r\n0\r\nX: "})
  void the_framing_of_chunks_sent_bit_by_bit_ends_the_request(String begin) throws Exception {
    start(IMPATIENT, this::readSlowBody);
    try (var connection = connect()) {
      connection.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + begin);

      awaitDisconnected(connection, "a");
      assertThat(seen.poll(180, TimeUnit.SECONDS)).isEqualTo("too slow");
    }
  }

  @Test
  void a_body_sent_bit_by_bit_ends_the_request() throws Exception {
    start(IMPATIENT, this::readSlowBody);
    try (var connection = connect()) {
      connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");

      awaitDisconnected(connection, "a");
      assertThat(seen.poll(180, TimeUnit.SECONDS)).isEqualTo("too slow");
    }
  }

  private void readSlowBody(Exchange exchange) throws IOException {
    try {
      exchange.body().readAllBytes();
    } catch (SlowClientException e) {
      seen.add("too slow");
      throw e;
    }
  }

  @Test
  void the_rest_of_a_body_that_nobody_reads_is_not_awaited_for_long() throws IOException {
    start(IMPATIENT, exchange -> exchange.send(401, Map.of(), new byte[0]));
    try (var connection = connect()) {
      connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");

      awaitDisconnected(connection, "a");
    }
  }

  private static void awaitDisconnected(RawConnection connection, String bit) {
    await("the client is disconnected")
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              try {
                connection.send(bit);
                return false;
              } catch (SocketException disconnected) {
                return true;
              }
            });
  }

  @Test
  void a_client_that_waits_for_100_continue_is_asked_for_the_body_when_it_is_read()
      throws IOException {
    startEcho();
    try (var connection = connect()) {
      connection.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(connection.line()).isEqualTo("HTTP/1.1 100");
      connection.line();
      connection.send("ok");

      assertThat(connection.line()).isEqualTo("HTTP/1.1 200");
    }
  }

  @Test
  void a_client_that_waits_for_100_continue_is_not_asked_for_a_body_that_nobody_reads()
      throws IOException {
    start(Connections.STANDARD, exchange -> exchange.send(401, Map.of(), new byte[0]));
    try (var connection = connect()) {
      connection.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");

      assertThat(connection.line()).isEqualTo("HTTP/1.1 401");
    }
  }

  @Test
  void a_connection_beyond_the_limit_waits_until_another_one_ends() throws Exception {
    start(
        new Connections(Duration.ofSeconds(10), 2048, 2),
        exchange -> {
          seen.add(exchange.path());
          exchange.send(200, Map.of(), new byte[0]);
        });
    try (var first = connect();
        var second = connect()) {
      for (var connection : List.of(first, second)) {
        connection.send(post(""));
        assertThat(connection.line()).isEqualTo("HTTP/1.1 200");
      }
      try (var third = connect().send("GET /third HTTP/1.1\r\nHost: a\r\n\r\n")) {
        await("nothing accepts it")
            .during(Duration.ofMillis(500))
            .until(() -> !seen.contains("/third"));
        first.close();

        assertThat(third.line()).isEqualTo("HTTP/1.1 200");
      }
    }
  }

  @Test
  void a_body_that_does_not_arrive_ends_the_request() throws Exception {
    start(
        IMPATIENT,
        exchange -> {
          try {
            exchange.body().readAllBytes();
          } catch (IOException e) {
            seen.add("gave up");
            throw e;
          }
        });
    try (var connection = connect()) {
      connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");

      assertThat(seen.poll(180, TimeUnit.SECONDS)).isEqualTo("gave up");
      assertThat(connection.rest()).isEmpty();
    }
  }

  @Test
  void a_client_that_reads_nothing_is_disconnected() throws Exception {
    start(
        IMPATIENT,
        exchange -> {
          try (var out = exchange.stream(200, Map.of())) {
            for (int i = 0; i < 100_000; i++) {
              out.write(new byte[1024]);
            }
          } catch (IOException e) {
            seen.add("gave up");
            throw e;
          }
        });
    try (var connection = connect()) {
      connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(seen.poll(180, TimeUnit.SECONDS)).isEqualTo("gave up");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_client_that_reads_byte_by_byte_is_disconnected(boolean streamed) throws Exception {
    start(
        IMPATIENT,
        exchange -> {
          try {
            sendMuch(exchange, streamed);
          } catch (IOException e) {
            seen.add("gave up");
            throw e;
          }
        });
    try (var connection = connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")) {
      await("the server gives up")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                connection.read();
                return !seen.isEmpty();
              });
    }
    assertThat(seen).containsExactly("gave up");
  }

  private static void sendMuch(Exchange exchange, boolean streamed) throws IOException {
    if (!streamed) {
      exchange.send(200, Map.of(), new byte[32 * 1024 * 1024]);
      return;
    }
    try (var out = exchange.stream(200, Map.of())) {
      for (int i = 0; i < 32 * 1024; i++) {
        out.write(new byte[1024]);
      }
    }
  }

  @Test
  void a_response_that_fails_midway_is_not_taken_for_complete() throws IOException {
    start(
        Connections.STANDARD,
        exchange -> {
          var out = exchange.stream(200, Map.of());
          out.write("half".getBytes(US_ASCII));
          out.flush();
          throw new IllegalStateException("a fault in the middle");
        });
    try (var connection = connect()) {
      connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(connection.rest()).contains("half").doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void a_fault_before_the_response_is_500() throws IOException {
    start(
        Connections.STANDARD,
        exchange -> {
          throw new IllegalStateException("a fault");
        });
    try (var connection = connect()) {
      connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(connection.line()).isEqualTo("HTTP/1.1 500");
    }
  }

  @Test
  void a_stop_finishes_requests_in_progress_and_accepts_no_connections() throws Exception {
    var gate = new Gate();
    start(
        Connections.STANDARD,
        exchange -> {
          gate.pass();
          exchange.send(200, Map.of(), "done".getBytes(US_ASCII));
        });
    try (var connection = connect();
        var idle = connect();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      idle.send("GET");
      connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      gate.awaitReached();
      var stopped = executor.submit(() -> server.stop(Duration.ofSeconds(30)));
      await("the listening socket is closed")
          .untilAsserted(
              () -> assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect));
      gate.open();

      assertThat(connection.rest()).startsWith("HTTP/1.1 200").endsWith("done");
      assertThat(stopped.get()).isTrue();
    }
  }

  @Test
  void a_kept_connection_gets_its_last_response_during_a_stop() throws Exception {
    var gate = new Gate();
    start(
        Connections.STANDARD,
        exchange -> {
          if (exchange.path().equals("/slow")) {
            gate.pass();
          }
          exchange.send(200, Map.of(), "done".getBytes(US_ASCII));
        });
    try (var kept = connect();
        var busy = connect();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      kept.send(post(""));
      assertThat(kept.line()).isEqualTo("HTTP/1.1 200");
      busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      gate.awaitReached();
      var stopped = executor.submit(() -> server.stop(Duration.ofSeconds(30)));
      await("the listening socket is closed")
          .untilAsserted(
              () -> assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect));
      kept.send(post(""));

      assertThat(kept.rest()).contains("HTTP/1.1 200").containsIgnoringCase("connection: close");
      gate.open();
      assertThat(busy.rest())
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("connection: close")
          .endsWith("done");
      assertThat(stopped.get()).isTrue();
    }
  }

  @Test
  void a_kept_connection_gets_its_last_response_after_the_last_request_in_progress()
      throws Exception {
    startEcho();
    try (var kept = connect();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      kept.send(post("a"));
      assertThat(kept.line()).isEqualTo("HTTP/1.1 200");
      var stopped = executor.submit(() -> server.stop(Duration.ofSeconds(30)));
      await("the listening socket is closed")
          .pollInterval(Duration.ofMillis(10))
          .untilAsserted(
              () -> assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect));
      kept.send(post("last"));

      assertThat(kept.rest()).containsIgnoringCase("connection: close").endsWith("last");
      assertThat(stopped.get()).isTrue();
    }
  }

  private static String post(String body) {
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(body.length(), body);
  }
}
