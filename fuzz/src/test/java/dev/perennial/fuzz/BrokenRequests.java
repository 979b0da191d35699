package dev.perennial.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requests that break what Tcases keeps intact: JSON, UTF-8, percent-encoding, headers and media
 * types. Each is a valid request with one change.
 */
final class BrokenRequests {

  private static final List<byte[]> BODIES =
      Stream.of(
              Stream.of(
                      "",
                      " ",
                      "{",
                      "null",
                      "[]",
                      "\"\"",
                      "0",
                      "{} {}",
                      "{\"title\":}",
                      "{'title':'a'}",
                      "{\"title\":\"a\",}",
                      "// comment\n{}",
                      "{\"title\":\"a\",\"title\":\"b\"}",
                      "{\"title\":NaN}",
                      "{\"title\":\"\\ud800\",\"name\":\"\\udc00\",\"displayName\":\"\\ud800\"}",
                      "{\"title\":\"\\u0000\",\"name\":\"\\u0000\",\"displayName\":\"\\u0000\"}",
                      "{\"limit\":1e999999999}",
                      "{\"limit\":" + "9".repeat(5_000) + "}",
                      "{\"limit\":0." + "0".repeat(5_000) + "1}",
                      "[".repeat(10_000),
                      "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
                      "{\"" + "n".repeat(60_000) + "\":1}",
                      " ".repeat(1_100_000),
                      "\ufeff{}",
                      "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:\u0000\nDUE:99999999T999999Z\n")
                  .map(text -> text.getBytes(UTF_8)),
              Stream.of(
                      "{\"title\":\"\u00c3\u0028\",\"name\":\"\u00c0\u0080\"}",
                      "{\"title\":\"\u00ed\u00a0\u0080\",\"name\":\"\u00f5\u0080\u0080\u0080\"}",
                      "\u0000\u0001\u00ff\u00fe")
                  .map(bytes -> bytes.getBytes(ISO_8859_1)),
              Stream.of("{\"title\":\"a\"}".getBytes(UTF_16)))
          .flatMap(bodies -> bodies)
          .toList();

  private static final List<String> TYPES =
      List.of(
          "",
          "text/plain",
          "application/xml",
          "application/json; charset=utf-16",
          "application/json; charset=nonsense",
          "multipart/form-data",
          "application/x-www-form-urlencoded",
          "text/calendar",
          "application/x-ndjson",
          ";;;",
          "application/");

  private static final List<String> SEGMENTS =
      List.of(
          "%",
          "%z",
          "%zz",
          "%00",
          "%2F",
          "%5C",
          "%2e%2e",
          "..",
          ";a=b",
          "%c0%80",
          "%ed%a0%80",
          "%F0%9F%98%80",
          "a%20b",
          "%0d%0aX-A:%20b",
          "\u00e9",
          "{id}",
          "-1",
          "a".repeat(4_000));

  private static final List<String> QUERIES =
      List.of(
          "%",
          "%zz=1",
          "limit=%zz",
          "limit=%c3%28",
          "limit=1&limit=2",
          "cursor=%00",
          "cursor=AAAA",
          "status[]=open",
          "from=9999-99-99T99:99:99Z",
          "since=99999999999999999999",
          "&&=&",
          "unknown=1",
          "a=" + "b".repeat(4_000));

  private static final List<Map.Entry<String, String>> HEADERS =
      List.of(
          Map.entry("Accept", "image/png"),
          Map.entry("Accept", "no type;q=x"),
          Map.entry("Accept-Encoding", "gzip, br, nonsense;q=9"),
          Map.entry("Authorization", ""),
          Map.entry("Authorization", "Bearer"),
          Map.entry("Authorization", "Bearer a.b.c"),
          Map.entry("Authorization", "Basic YTpi"),
          Map.entry("Content-Encoding", "gzip"),
          Map.entry("Idempotency-Key", " "),
          Map.entry("Idempotency-Key", "\u00e9"),
          Map.entry("If-Match", "\"1"),
          Map.entry("If-None-Match", "W/,,*"),
          Map.entry("Last-Event-ID", "x"),
          Map.entry("Range", "bytes=5-1"),
          Map.entry("X-Client-Kind", "a\tb"),
          Map.entry("X-Device-Id", "\u202e"),
          Map.entry("X-Happened-At", "+999999999-12-31T23:59:59.999999999Z"),
          Map.entry("X-HTTP-Method-Override", "DELETE"));

  private final Random random;

  BrokenRequests(long seed) {
    random = new Random(seed);
  }

  /**
   * Each change of each operation once, and random changes of the bodies.
   *
   * @param valid requests of all operations
   */
  List<Request> of(List<Request> valid) {
    Map<String, Request> ofOperation = new LinkedHashMap<>();
    valid.forEach(request -> ofOperation.put(request.method() + request.template(), request));
    List<Request> broken = new ArrayList<>();
    ofOperation.values().forEach(request -> addTo(broken, request));
    for (Request request : valid) {
      byte[] body = request.body();
      if (body != null && body.length > 0) {
        broken.add(named(request, "body changed", request.target(), mutated(body)));
      }
    }
    return broken;
  }

  private void addTo(List<Request> broken, Request request) {
    if (request.body() != null) {
      BODIES.forEach(body -> broken.add(named(request, "broken body", request.target(), body)));
      TYPES.forEach(type -> broken.add(header(request, "Content-Type", type)));
    }
    HEADERS.forEach(entry -> broken.add(header(request, entry.getKey(), entry.getValue())));
    String path = request.target().replaceFirst("\\?.*", "");
    if (request.template().contains("{")) {
      SEGMENTS.forEach(
          segment ->
              broken.add(
                  named(
                      request, "path", withSegment(request.template(), segment), request.body())));
    }
    QUERIES.forEach(
        query -> broken.add(named(request, "query", path + "?" + query, request.body())));
  }

  private static String withSegment(String template, String segment) {
    return template.replaceAll("\\{\\w+}", segment.replace("\\", "\\\\"));
  }

  private static Request header(Request request, String name, String value) {
    return named(request, name + ": " + value, request.target(), request.body()).with(name, value);
  }

  private static Request named(
      Request request, String what, String target, byte @Nullable [] body) {
    return new Request(
        request.name() + ", " + what,
        request.method(),
        request.template(),
        target,
        request.headers(),
        body);
  }

  /** Cut off, with a changed byte, or with a part twice. */
  private byte[] mutated(byte[] body) {
    int at = random.nextInt(body.length);
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(body, at);
      case 1 -> {
        byte[] changed = body.clone();
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
      default -> {
        byte[] longer = Arrays.copyOf(body, body.length + at);
        System.arraycopy(body, 0, longer, body.length, at);
        yield longer;
      }
    };
  }
}
