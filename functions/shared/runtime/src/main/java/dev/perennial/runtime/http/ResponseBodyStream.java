package dev.perennial.runtime.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Response;

/**
 * The body of a response, collected in a small buffer. Closing it ends the response. The first
 * failed write makes the server close the connection, so that no client takes a part for the whole.
 */
final class ResponseBodyStream extends OutputStream {

  private final Response response;
  private final MinimumRate rate;
  private final byte[] buffer;
  private int buffered;
  private boolean closed;

  /**
   * @param bufferBytes how much is collected before it is passed to the server
   */
  ResponseBodyStream(Response response, MinimumRate rate, int bufferBytes) {
    this.response = response;
    this.rate = rate;
    this.buffer = new byte[bufferBytes];
  }

  @Override
  public void write(int one) throws IOException {
    if (buffered == buffer.length) {
      drain();
    }
    buffer[buffered++] = (byte) one;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (length > buffer.length - buffered) {
      drain();
    }
    if (length > buffer.length) {
      send(ByteBuffer.wrap(bytes, from, length));
    } else {
      System.arraycopy(bytes, from, buffer, buffered, length);
      buffered += length;
    }
  }

  @Override
  public void flush() throws IOException {
    drain();
    waiting(0, () -> response.action(ActionCode.CLIENT_FLUSH, null));
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      drain();
      closed = true;
      waiting(0, () -> response.action(ActionCode.CLOSE, null));
    }
  }

  private void drain() throws IOException {
    if (buffered > 0) {
      send(ByteBuffer.wrap(buffer, 0, buffered));
      buffered = 0;
    }
  }

  private void send(ByteBuffer part) throws IOException {
    if (closed) {
      throw new IOException("the response has ended");
    }
    waiting(part.remaining(), () -> response.doWrite(part));
  }

  private void waiting(int bytes, Transfer transfer) throws IOException {
    var begin = System.nanoTime();
    transfer.run();
    if (response.isExceptionPresent()) {
      throw new IOException("the client has disconnected", response.getErrorException());
    }
    rate.count(System.nanoTime() - begin, bytes);
  }

  @FunctionalInterface
  private interface Transfer {
    void run() throws IOException;
  }
}
