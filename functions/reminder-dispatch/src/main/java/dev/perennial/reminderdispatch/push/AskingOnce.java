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
 * The way to Google on which nothing is asked twice. Its libraries ask again by themselves, after
 * up to a minute each time, and cannot be told not to: one push would outlast the lease of its
 * delivery, and somebody else would push meanwhile. When to ask again is this function's to say.
 *
 * <p>So the libraries see no answer and no fault that they take for one to ask again after: a fault
 * of the network comes as {@link UncheckedIOException}, and {@link GoogleAnswer} tells of the rest.
 */
final class AskingOnce extends HttpTransport {

  private final @Nullable URI instead;
  private final int timeoutMillis;

  /**
   * @param instead where all goes that is meant for Google, by the same paths; null for Google
   * @param timeout for connecting, and for each read
   */
  AskingOnce(@Nullable URI instead, Duration timeout) {
    this.instead = instead;
    this.timeoutMillis = Math.toIntExact(timeout.toMillis());
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
    URL asked = URI.create(url).toURL();
    URL address = instead == null ? asked : instead.resolve(asked.getFile()).toURL();
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
        return new GoogleAnswer(connection);
      } catch (IOException e) {
        connection.disconnect();
        throw new UncheckedIOException(e);
      }
    }

    /** Streamed: what is not, Java sends again by itself if the server hangs up on it. */
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
