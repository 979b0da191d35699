package dev.perennial.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Sends requests to the gateway; those that an HTTP client refuses to send, over a socket. */
final class Sender {

  private static final Duration HANGS = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI gateway;
  private final String token;

  Sender(URI gateway, String token) {
    this.gateway = gateway;
    this.token = token;
  }

  /**
   * @param answer gets the response
   * @param status gets the status only, of a response to a request that was sent over a socket
   * @throws IOException if there is no response within a minute
   */
  void send(Request request, Consumer<Answer> answer, IntConsumer status)
      throws IOException, InterruptedException {
    HttpRequest sendable;
    try {
      sendable = sendable(request);
    } catch (IllegalArgumentException refused) {
      status.accept(exchange(request));
      return;
    }
    answer.accept(Answer.of(client.send(sendable, BodyHandlers.ofInputStream())));
  }

  private HttpRequest sendable(Request request) {
    byte[] body = request.body();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(gateway + request.target()))
            .timeout(HANGS)
            .method(
                request.method(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    headers(request).forEach(builder::setHeader);
    return builder.build();
  }

  private Map<String, String> headers(Request request) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + token);
    headers.putAll(request.headers());
    return headers;
  }

  private int exchange(Request request) throws IOException {
    byte[] body = request.body() == null ? new byte[0] : request.body();
    StringBuilder head = new StringBuilder();
    head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(gateway.getAuthority()).append("\r\nConnection: close\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n");
    headers(request)
        .forEach(
            (name, value) -> head.append(name).append(": ").append(oneLine(value)).append("\r\n"));
    try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
      socket.setSoTimeout((int) HANGS.toMillis());
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(head.append("\r\n").toString().getBytes(UTF_8));
      whole.writeBytes(body);
      socket.getOutputStream().write(whole.toByteArray());
      String first = new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
      if (!first.matches("HTTP/1\\.1 \\d{3}")) {
        throw new IOException("the response starts with " + first);
      }
      return Integer.parseInt(first.substring(9));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String oneLine(String value) {
    return value.replace('\r', ' ').replace('\n', ' ');
  }
}
