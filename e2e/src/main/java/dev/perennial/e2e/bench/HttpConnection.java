package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends complete requests to a server of this machine, one after the other, for little CPU. A
 * connection that the server has closed is opened again.
 */
final class HttpConnection implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 30_000;

  private final int port;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  HttpConnection(int port) {
    this.port = port;
  }

  /** Waits until the server accepts connections, polling every millisecond. */
  void awaitOpen(Process server) throws IOException {
    while (true) {
      try {
        open();
        return;
      } catch (IOException notYet) {
        if (!server.isAlive()) {
          throw new IOException("the server ended with status " + server.exitValue(), notYet);
        }
        Pause.millis(1);
      }
    }
  }

  /** Sends the request and returns the status of its response, whose body is read. */
  int send(byte[] request) throws IOException {
    try {
      return sendOnce(request);
    } catch (IOException closedWhileIdle) {
      close();
      return sendOnce(request);
    }
  }

  private int sendOnce(byte[] request) throws IOException {
    var open = socket == null ? open() : socket;
    open.getOutputStream().write(request);
    var body = in;
    if (body == null) {
      throw new IOException("closed");
    }
    int status = Integer.parseInt(line(body).split(" ")[1]);
    long length = 0;
    boolean chunked = false;
    boolean last = false;
    for (var header = line(body); !header.isEmpty(); header = line(body)) {
      var text = header.toLowerCase(Locale.ROOT);
      length =
          text.startsWith("content-length:") ? Long.parseLong(text.substring(15).strip()) : length;
      chunked |= text.startsWith("transfer-encoding:") && text.contains("chunked");
      last |= text.startsWith("connection:") && text.contains("close");
    }
    if (chunked) {
      skipChunks(body);
    } else {
      body.skipNBytes(length);
    }
    if (last) {
      close();
    }
    return status;
  }

  private static void skipChunks(InputStream body) throws IOException {
    for (long size = -1; size != 0; line(body)) {
      size = Long.parseLong(line(body), 16);
      body.skipNBytes(size);
    }
  }

  private Socket open() throws IOException {
    var opened = new Socket();
    try {
      opened.setTcpNoDelay(true);
      opened.setSoTimeout(TIMEOUT_MILLIS);
      opened.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      in = new BufferedInputStream(opened.getInputStream());
      socket = opened;
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private static String line(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (read != '\r') {
        text.append((char) read);
      }
    }
    return text.toString();
  }

  /** The bytes of a request with these header lines. */
  static byte[] request(String method, String path, String headers, byte[] body) {
    var head =
        "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(method, path, headers, body.length)
            .getBytes(StandardCharsets.ISO_8859_1);
    var all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  @Override
  public void close() throws IOException {
    var open = socket;
    socket = null;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
