package dev.perennial.runtime.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A connection from which nothing can be read after a deadline, and that knows odd ends of lines.
 * The server's own time limit is for a single read: a client that sends a byte from time to time
 * never exceeds it.
 */
final class DeadlineChannel extends NioChannel {

  /** Where Coyote leaves room for an adapter's object. */
  private static final int NOTE = 1;

  private volatile @Nullable Long deadline;
  private final LineEnds lineEnds;

  /**
   * @param maxHeadBytes the size of a buffer for the request line and the headers
   */
  DeadlineChannel(SocketBufferHandler buffers, int maxHeadBytes) {
    super(buffers);
    // Coyote's buffer for headers has room for one more buffer of the socket.
    this.lineEnds = new LineEnds(maxHeadBytes + 2 * buffers.getReadBuffer().capacity());
  }

  /** The connection on which the request arrives. */
  static DeadlineChannel of(Request request) {
    return (DeadlineChannel) request.getNote(NOTE);
  }

  void attachTo(Request request) {
    request.setNote(NOTE, this);
  }

  /** Reads fail when this time has passed. */
  void setDeadline(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
  }

  /** As {@link #setDeadline}, unless a deadline is set. */
  void setDeadlineIfNone(Duration time) {
    if (deadline == null) {
      setDeadline(time);
    }
  }

  void clearDeadline() {
    deadline = null;
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    var end = deadline;
    if (end != null && System.nanoTime() - end >= 0) {
      throw new SlowClientException("the client sends too slowly");
    }
    var from = to.position();
    var read = super.read(to);
    lineEnds.received(to, from);
    return read;
  }

  /**
   * Whether a line of the head of the request ends with LF alone or is folded. To be called before
   * the body is read.
   */
  boolean hasOddLines(Request request) {
    if (!(request.getInputBuffer() instanceof ApplicationBufferHandler input)) {
      throw new IllegalStateException("Coyote's buffer of a request is not known");
    }
    var head = input.getByteBuffer();
    bufHandler.configureReadBufferForRead();
    return lineEnds.isOdd(
        head.position(), head.remaining() + bufHandler.getReadBuffer().remaining());
  }

  /** Called before the object is used for another connection. */
  @Override
  public void reset(@Nullable SocketChannel channel, @Nullable NioSocketWrapper wrapper)
      throws IOException {
    super.reset(channel, wrapper);
    clearDeadline();
    lineEnds.reset();
  }
}
