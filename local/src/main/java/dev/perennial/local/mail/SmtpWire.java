package dev.perennial.local.mail;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One end of an SMTP connection, line by line and byte for byte. */
final class SmtpWire implements Closeable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  SmtpWire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream());
    socket.setTcpNoDelay(true);
  }

  /** A line with its end; empty at the end of the stream. */
  String readLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int read = in.read(); read >= 0; read = in.read()) {
      line.write(read);
      if (read == '\n') {
        break;
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  void write(String line) throws IOException {
    out.write(line.getBytes(StandardCharsets.ISO_8859_1));
  }

  void flush() throws IOException {
    out.flush();
  }

  void send(String line) throws IOException {
    write(line);
    flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
