package dev.perennial.web;

import dev.perennial.runtime.http.Exchange;
import dev.perennial.runtime.http.RequestHandler;
import dev.perennial.web.AppFile.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Responds with the files of the app. A path without a dot is a view of the app and gets its page;
 * a path of a file that does not exist gets 404, never the page: a browser that has an old page
 * would take it for the script that it requested.
 */
final class WebHandler implements RequestHandler {

  private static final String PAGE = "/index.html";
  private static final String CONFIGURATION = "/config.json";

  /** A year, which stands for "for ever" (RFC 9111, section 5.2.2.1, and RFC 8246). */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private static final String ASK_EACH_TIME = "no-cache";
  private static final List<String> METHODS = List.of("GET", "HEAD");
  private static final String TEXT = "text/plain;charset=utf-8";

  private final AppFiles files;
  private final AppFile configuration;
  private final SecurityHeaders security;
  private final AtomicBoolean draining = new AtomicBoolean();

  WebHandler(AppFiles files, SignIn signIn) {
    this.files = files;
    this.configuration =
        new AppFile("application/json", false, Map.of(AppFile.IDENTITY, Content.of(signIn.json())));
    this.security = new SecurityHeaders(signIn);
  }

  /** From now on {@code /health/ready} returns 503, so that the platform sends no more requests. */
  void drain() {
    draining.set(true);
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    var path = exchange.path();
    if (path.startsWith("/health/")) {
      sendHealth(exchange, path);
    } else if (!METHODS.contains(exchange.method())) {
      sendText(
          exchange, 405, Map.of("Allow", "GET, HEAD"), "Only GET and HEAD are possible here\n");
    } else {
      var file = fileAt(path);
      if (file == null) {
        sendText(exchange, 404, Map.of(), "There is no file " + path + "\n");
      } else {
        send(exchange, file);
      }
    }
  }

  private @Nullable AppFile fileAt(String path) {
    if (path.equals(CONFIGURATION)) {
      return configuration;
    }
    var isView = path.indexOf('.') < 0 && !path.startsWith("/assets/");
    return files.at(isView ? PAGE : path);
  }

  private void send(Exchange exchange, AppFile file) throws IOException {
    var coding = AcceptedCodings.best(exchange.headers("Accept-Encoding"), file);
    var content = file.in(coding);
    var headers = new LinkedHashMap<>(security.of(file.type()));
    headers.put("Cache-Control", file.immutable() ? FOR_EVER : ASK_EACH_TIME);
    headers.put("ETag", content.etag());
    if (file.isCompressed()) {
      headers.put("Vary", "Accept-Encoding");
    }
    if (EntityTags.match(exchange.headers("If-None-Match"), content.etag())) {
      exchange.send(304, headers, new byte[0]);
      return;
    }
    headers.put("Content-Type", file.type());
    if (!coding.equals(AppFile.IDENTITY)) {
      headers.put("Content-Encoding", coding);
    }
    exchange.send(200, headers, content.bytes());
  }

  private void sendHealth(Exchange exchange, String path) throws IOException {
    switch (path) {
      case "/health/live" -> sendText(exchange, 200, Map.of(), "UP\n");
      case "/health/ready" -> {
        var closed = draining.get();
        sendText(exchange, closed ? 503 : 200, Map.of(), closed ? "OUT_OF_SERVICE\n" : "UP\n");
      }
      default -> sendText(exchange, 404, Map.of(), "There is no probe " + path + "\n");
    }
  }

  private void sendText(Exchange exchange, int status, Map<String, String> more, String text)
      throws IOException {
    var headers = new LinkedHashMap<>(security.of(TEXT));
    headers.putAll(more);
    headers.put("Content-Type", TEXT);
    headers.put("Cache-Control", "no-store");
    exchange.send(status, headers, text.getBytes(StandardCharsets.UTF_8));
  }
}
