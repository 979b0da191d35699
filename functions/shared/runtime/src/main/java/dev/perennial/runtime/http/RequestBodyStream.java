package dev.perennial.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/** The body of a request, read in the chunks that the server has buffered. */
final class RequestBodyStream extends InputStream implements ApplicationBufferHandler {

  private final Request request;
  private final DeadlineChannel connection;
  private final MinimumRate rate;
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private boolean ended;

  RequestBodyStream(Request request, MinimumRate rate) {
    this.request = request;
    this.connection = DeadlineChannel.of(request);
    this.rate = rate;
  }

  @Override
  public int read() throws IOException {
    return fill() ? chunk.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    var read = Math.min(length, chunk.remaining());
    chunk.get(bytes, from, read);
    return read;
  }

  @Override
  public int available() {
    return chunk.remaining();
  }

  private boolean fill() throws IOException {
    while (!chunk.hasRemaining() && !ended) {
      var begin = System.nanoTime();
      // Within a single read a client could send the framing of a chunk for hours.
      connection.setDeadline(rate.timeLeft());
      var read = readChunk();
      ended = read < 0;
      rate.count(System.nanoTime() - begin, Math.max(0, read));
    }
    return chunk.hasRemaining();
  }

  private int readChunk() throws IOException {
    try {
      return request.doRead(this);
    } catch (IllegalStateException tooManyTrailers) {
      throw new IOException("the trailers of the body exceed their limits", tooManyTrailers);
    }
  }

  @Override
  public void setByteBuffer(@Nullable ByteBuffer buffer) {
    chunk = buffer == null ? ByteBuffer.allocate(0) : buffer;
  }

  @Override
  public ByteBuffer getByteBuffer() {
    return chunk;
  }

  @Override
  public void expand(int size) {
    // The server passes its own buffer; none of this class's grows.
  }
}
