package dev.perennial.reminderdispatch.push;

import com.google.api.client.http.LowLevelHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A response in which statuses that Google's libraries retry are replaced by 502. */
final class NoRetryResponse extends LowLevelHttpResponse {

  /** The statuses that firebase-admin or google-auth-library retry. */
  private static final Set<Integer> RETRIED = Set.of(408, 429, 500, 503);

  /** Not retried by either; the cause remains in the body. */
  private static final int NOT_RETRIED = HttpURLConnection.HTTP_BAD_GATEWAY;

  private final HttpURLConnection connection;
  private final int status;
  private final List<Map.Entry<String, String>> headers;

  NoRetryResponse(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    int received = connection.getResponseCode();
    this.status = RETRIED.contains(received) ? NOT_RETRIED : received;
    this.headers =
        connection.getHeaderFields().entrySet().stream()
            // HttpURLConnection includes the status line, without a name.
            .filter(header -> header.getKey() != null)
            .flatMap(
                header ->
                    header.getValue().stream().map(value -> Map.entry(header.getKey(), value)))
            .toList();
  }

  @Override
  public @Nullable InputStream getContent() throws IOException {
    return status >= HttpURLConnection.HTTP_BAD_REQUEST
        ? connection.getErrorStream()
        : connection.getInputStream();
  }

  @Override
  public @Nullable String getContentEncoding() {
    return connection.getContentEncoding();
  }

  @Override
  public long getContentLength() {
    return connection.getContentLengthLong();
  }

  @Override
  public @Nullable String getContentType() {
    return connection.getContentType();
  }

  @Override
  public @Nullable String getStatusLine() {
    return connection.getHeaderField(0);
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  public @Nullable String getReasonPhrase() throws IOException {
    return connection.getResponseMessage();
  }

  @Override
  public int getHeaderCount() {
    return headers.size();
  }

  @Override
  public String getHeaderName(int index) {
    return headers.get(index).getKey();
  }

  @Override
  public String getHeaderValue(int index) {
    return headers.get(index).getValue();
  }

  @Override
  public void disconnect() {
    connection.disconnect();
  }
}
