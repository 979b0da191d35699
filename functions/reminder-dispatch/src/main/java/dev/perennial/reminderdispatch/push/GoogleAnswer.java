package dev.perennial.reminderdispatch.push;

import com.google.api.client.http.LowLevelHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a server said, but for a status after which Google's libraries would ask again. */
final class GoogleAnswer extends LowLevelHttpResponse {

  /** Of firebase-admin and of google-auth-library. */
  private static final Set<Integer> ASKED_AGAIN = Set.of(408, 429, 500, 503);

  /** Says as much, and neither asks again after it; what was meant is in the body. */
  private static final int NOT_ASKED_AGAIN = HttpURLConnection.HTTP_BAD_GATEWAY;

  private final HttpURLConnection connection;
  private final int status;
  private final List<Map.Entry<String, String>> headers;

  GoogleAnswer(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    int said = connection.getResponseCode();
    this.status = ASKED_AGAIN.contains(said) ? NOT_ASKED_AGAIN : said;
    this.headers =
        connection.getHeaderFields().entrySet().stream()
            // Java has the status line among them, without a name.
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
