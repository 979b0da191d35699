package dev.perennial.local.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;

/** Copies the end-to-end header fields of a request or a response, and adds X-Forwarded-*. */
final class ForwardedHeaders {

  // RFC 9110, section 7.6.1: these fields apply to a single connection.
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

  // Each connection has its own framing, and a client must not forge X-Forwarded-*.
  private static final Set<String> SET_BY_THE_GATEWAY =
      Set.of(
          "host",
          "content-length",
          "expect",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "forwarded");

  private ForwardedHeaders() {}

  static void request(HttpExchange exchange, HttpMessage request) {
    copyEndToEnd(exchange.getRequestHeaders(), request::addHeader);
    request.addHeader("X-Forwarded-For", exchange.getRemoteAddress().getAddress().getHostAddress());
    request.addHeader("X-Forwarded-Proto", "http");
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host != null) {
      request.addHeader("X-Forwarded-Host", host);
    }
  }

  static void response(HttpMessage from, Headers to) {
    for (Header header : from.getHeaders()) {
      String name = lower(header.getName());
      if (!HOP_BY_HOP.contains(name) && !name.equals("content-length")) {
        to.add(header.getName(), header.getValue());
      }
    }
  }

  private static void copyEndToEnd(Headers headers, BiConsumer<String, String> to) {
    var dropped = new TreeSet<>(HOP_BY_HOP);
    dropped.addAll(SET_BY_THE_GATEWAY);
    for (String connection : headers.getOrDefault("Connection", List.of())) {
      for (String named : connection.split(",")) {
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
