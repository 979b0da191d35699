package dev.perennial.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests to one address. */
public final class Http {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(60))
          .build();

  /** Longer than the timeout of any Service. */
  private static final Duration TIMEOUT = Duration.ofSeconds(120);

  private final URI base;
  private final Map<String, String> always;

  public Http(URI base) {
    this(base, Map.of());
  }

  private Http(URI base, Map<String, String> always) {
    this.base = base;
    this.always = always;
  }

  /** The same address, with this bearer token in each request. */
  public Http withToken(String token) {
    return new Http(base, Map.of("Authorization", "Bearer " + token));
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path, Map.of(), null);
  }

  public HttpResponse<String> post(String path, @Nullable String json) {
    return send("POST", path, Map.of("Content-Type", "application/json"), json);
  }

  public HttpResponse<String> put(String path, String json) {
    return send("PUT", path, Map.of("Content-Type", "application/json"), json);
  }

  /**
   * @throws UncheckedIOException if there was no response
   */
  public HttpResponse<String> send(
      String method, String path, Map<String, String> headers, @Nullable String body) {
    var all = new HashMap<>(always);
    all.putAll(headers);
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    all.forEach(request::header);
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
