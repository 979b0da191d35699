package dev.perennial.api.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.QueryContract.Client;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every GET also has HEAD, which returns the same status and headers and no body (RFC 9110, section
 * 9.3.2), and holds nothing that only a body would release.
 */
public final class HeadContract {

  /** More than the streams or responses that a user may have at a time. */
  private static final int TIMES = 12;

  /** Those of a single message or connection. */
  private static final Set<String> NOT_COMPARED =
      Set.of("date", "ratelimit", "transfer-encoding", "connection", "keep-alive");

  private HeadContract() {}

  /** Asserts it of every operation of the function. */
  public static void check(OpenApiDocument document, Client client) {
    for (var operation : document.operations()) {
      if (operation.method().equals("GET")) {
        check(operation.path(), client);
      }
    }
  }

  /** Asserts it of this path. */
  public static void check(String path, Client client) {
    var get = client.send("GET", path);
    for (int i = 0; i < TIMES; i++) {
      var head = client.send("HEAD", path);
      assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
      var expected = headers(get);
      if (head.headers().firstValue("Content-Length").isEmpty()) {
        // It may be left out where only the body would tell it.
        expected.remove("Content-Length");
      }
      assertThat(headers(head)).as(path).isEqualTo(expected);
      assertThat(head.body()).as(path).isEmpty();
    }
  }

  private static Map<String, List<String>> headers(HttpResponse<?> response) {
    var compared = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    compared.putAll(response.headers().map());
    compared.keySet().removeAll(NOT_COMPARED);
    return compared;
  }
}
