package dev.perennial.runtime.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Talks to a function over real HTTP. */
public record Http(URI base) {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** To the server that listens on this port. */
  public static Http to(int port) {
    return new Http(URI.create("http://127.0.0.1:" + port));
  }

  /** Posts these bytes with these headers to the root, where events go. */
  public HttpResponse<String> post(Map<String, String> headers, String body) {
    return send("POST", "/", headers, body);
  }

  /** Sends any request. */
  public HttpResponse<String> send(
      String method, String path, Map<String, String> headers, String body) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofMinutes(5))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
