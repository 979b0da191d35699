package dev.perennial.local.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Which header fields go through the gateway, and what it adds. */
final class Forwarded {

  // RFC 9110, section 7.6.1: they belong to one connection.
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  // Each side of the gateway frames its own messages; nobody outside may say who the gateway spoke with.
  private static final Set<String> SET_BY_THE_GATEWAY =
      Set.of("host", "content-length", "expect", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded");

  private Forwarded() {}

  static void request(HttpExchange from, HttpRequest.Builder to) {
    endToEnd(from.getRequestHeaders(), to::header);
    to.header("X-Forwarded-For", from.getRemoteAddress().getAddress().getHostAddress());
    to.header("X-Forwarded-Proto", "http");
    var host = from.getRequestHeaders().getFirst("Host");
    if (host != null) {
      to.header("X-Forwarded-Host", host);
    }
  }

  static void response(Map<String, List<String>> from, Headers to) {
    from.forEach(
        (name, values) -> {
          if (!HOP_BY_HOP.contains(lower(name)) && !"content-length".equals(lower(name))) {
            to.put(name, values);
          }
        });
  }

  private static void endToEnd(Headers headers, BiConsumer<String, String> to) {
    var dropped = new TreeSet<>(HOP_BY_HOP);
    dropped.addAll(SET_BY_THE_GATEWAY);
    for (var connection : headers.getOrDefault("Connection", List.of())) {
      for (var named : connection.split(",")) {
        dropped.add(lower(named.strip()));
      }
    }
    headers.forEach(
        (name, values) -> {
          if (!dropped.contains(lower(name))) {
            values.forEach(value -> to.accept(name, value));
          }
        });
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
