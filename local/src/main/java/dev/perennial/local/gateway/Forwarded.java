package dev.perennial.local.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.hc.core5.http.HttpMessage;

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

  // Each side of the gateway frames its own messages; nobody outside may say who the gateway spoke
  // with.
  private static final Set<String> SET_BY_THE_GATEWAY =
      Set.of(
          "host",
          "content-length",
          "expect",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "forwarded");

  private Forwarded() {}

  static void request(HttpExchange from, HttpMessage to) {
    endToEnd(from.getRequestHeaders(), to::addHeader);
    to.addHeader("X-Forwarded-For", from.getRemoteAddress().getAddress().getHostAddress());
    to.addHeader("X-Forwarded-Proto", "http");
    var host = from.getRequestHeaders().getFirst("Host");
    if (host != null) {
      to.addHeader("X-Forwarded-Host", host);
    }
  }

  static void response(HttpMessage from, Headers to) {
    for (var header : from.getHeaders()) {
      var name = lower(header.getName());
      if (!HOP_BY_HOP.contains(name) && !name.equals("content-length")) {
        to.add(header.getName(), header.getValue());
      }
    }
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
