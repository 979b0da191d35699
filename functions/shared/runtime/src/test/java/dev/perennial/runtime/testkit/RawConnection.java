package dev.perennial.runtime.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;

/** A TCP connection to a server, for requests that no HTTP client would send. */
public final class RawConnection implements AutoCloseable {

  private static final int TIMEOUT = (int) Duration.ofMinutes(2).toMillis();

  private final Socket socket;

  /** Connects to this port of this machine. */
  public RawConnection(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(TIMEOUT);
  }

  /** Sends text, each character as one byte. */
  public RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  private InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** The next byte; -1 if the server has closed the connection. */
  public int read() throws IOException {
    return in().read();
  }

  /** The next line, without its end. */
  public String line() throws IOException {
    var line = new StringBuilder();
    int read = in().read();
    while (read >= 0 && read != '\n') {
      line.append((char) read);
      read = in().read();
    }
    return line.toString().strip();
  }

  /** Everything until the server closes the connection. */
  public String rest() throws IOException {
    return new String(in().readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
