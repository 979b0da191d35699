package dev.perennial.local.gateway;

import dev.perennial.local.http.FunctionClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The body of a client's request. A failed read is the client's fault, not that of the function to
 * which the body is passed on.
 */
final class ClientBody extends FilterInputStream {

  /** As the functions: how long a client may send nothing of a body. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** A read of the body has failed. */
  static final class Unreadable extends IOException {

    private static final long serialVersionUID = 1L;

    Unreadable(IOException cause) {
      super("the client's body cannot be read", cause);
    }
  }

  private final FunctionClient timer;
  private final Runnable onPause;

  /**
   * @param onPause called by another thread while this one waits for the client for too long
   */
  ClientBody(InputStream body, FunctionClient timer, Runnable onPause) {
    super(body);
    this.timer = timer;
    this.onPause = onPause;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    try {
      return in.available() > 0 ? in.read(to, from, length) : await(to, from, length);
    } catch (IOException fault) {
      throw new Unreadable(fault);
    }
  }

  private int await(byte[] to, int from, int length) throws IOException {
    var limit = timer.after(LONGEST_PAUSE, onPause);
    try {
      return in.read(to, from, length);
    } finally {
      limit.cancel(false);
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** What is left of the body is discarded after the response, and not when it is closed. */
  @Override
  public void close() {}
}
