package dev.perennial.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignRequestTest {

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "[::1]"})
  void a_loopback_host_is_accepted(String host) {
    assertThat(ForeignRequest.reason(List.of(host), List.of())).isEmpty();
    assertThat(ForeignRequest.reason(List.of(host), List.of("http://" + host))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8080",
        "evil.example:80@localhost",
        "localhost:8080:80",
        "localhost@evil.example",
        "LOCALHOST.",
        "0.0.0.0:8080",
        "[::ffff:127.0.0.1]"
      })
  void any_other_host_is_refused(String host) {
    assertThat(ForeignRequest.reason(List.of(host), List.of())).get().asString().contains("Host");
  }

  @Test
  void no_host_and_two_hosts_are_refused() {
    assertThat(ForeignRequest.reason(List.of(), List.of())).isPresent();
    assertThat(ForeignRequest.reason(List.of("localhost", "localhost"), List.of())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "https://evil.example",
        "http://localhost.evil.example",
        "http://127.0.0.1@evil.example",
        "file://localhost",
        "chrome-extension://localhost"
      })
  void any_other_origin_is_refused(String origin) {
    assertThat(ForeignRequest.reason(List.of("localhost:8080"), List.of(origin)))
        .get()
        .asString()
        .contains("origin");
    assertThat(
            ForeignRequest.reason(
                List.of("localhost:8080"), List.of("http://localhost:8080", origin)))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, , true",
    "POST, text/plain, true",
    "POST, application/x-www-form-urlencoded, true",
    "POST, multipart/form-data; boundary=a, true",
    "POST, text/plain; application/json, true",
    "POST, application/json, false",
    "POST, application/json; charset=utf-8, false",
    "GET, , false",
    "HEAD, , false",
    "DELETE, , false"
  })
  void a_change_without_a_json_body_is_simple(String method, String type, boolean isSimple) {
    var headers = type == null ? new Headers() : new Headers(Map.of("Content-Type", List.of(type)));

    assertThat(ForeignRequest.isSimpleChange(method, headers)).isEqualTo(isSimple);
  }
}
