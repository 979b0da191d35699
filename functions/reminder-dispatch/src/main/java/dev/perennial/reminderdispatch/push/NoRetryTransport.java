package dev.perennial.reminderdispatch.push;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.util.StreamingContent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP transport that sends each request once. Google's libraries (firebase-admin,
 * google-auth-library) retry by themselves, after up to a minute each time, and cannot be
 * configured not to. A push would then outlast the lease of its delivery, and another sender would
 * push at the same time.
 *
 * <p>So the libraries never see a status or an exception that they retry: a network fault is an
 * {@link UncheckedIOException}, and {@link NoRetryResponse} replaces the statuses.
 */
final class NoRetryTransport extends HttpTransport {

  private final @Nullable URI endpoint;
  private final int timeoutMillis;

  /**
   * @param endpoint replaces the scheme and host of every URL; null for Google's own
   * @param timeout for connecting, and for each read
   */
  NoRetryTransport(@Nullable URI endpoint, Duration timeout) {
    this.endpoint = endpoint;
    this.timeoutMillis = Math.toIntExact(timeout.toMillis());
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
    URL requested = URI.create(url).toURL();
    URL address = endpoint == null ? requested : endpoint.resolve(requested.getFile()).toURL();
    HttpURLConnection connection = (HttpURLConnection) address.openConnection();
    connection.setRequestMethod(method);
    connection.setUseCaches(false);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(timeoutMillis);
    connection.setReadTimeout(timeoutMillis);
    return new Request(connection);
  }

  private static final class Request extends LowLevelHttpRequest {

    private final HttpURLConnection connection;

    Request(HttpURLConnection connection) {
      this.connection = connection;
    }

    @Override
    public void addHeader(String name, String value) {
      connection.addRequestProperty(name, value);
    }

    @Override
    public LowLevelHttpResponse execute() {
      try {
        StreamingContent content = getStreamingContent();
        if (content != null) {
          write(content);
        }
        return new NoRetryResponse(connection);
      } catch (IOException e) {
        connection.disconnect();
        throw new UncheckedIOException(e);
      }
    }

    /** Streams the body: HttpURLConnection retries a request whose body is not streamed. */
    private void write(StreamingContent content) throws IOException {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", getContentType());
      if (getContentEncoding() != null) {
        connection.setRequestProperty("Content-Encoding", getContentEncoding());
      }
      if (getContentLength() >= 0) {
        connection.setFixedLengthStreamingMode(getContentLength());
      } else {
        connection.setChunkedStreamingMode(0);
      }
      try (OutputStream out = connection.getOutputStream()) {
        content.writeTo(out);
      }
    }
  }
}
