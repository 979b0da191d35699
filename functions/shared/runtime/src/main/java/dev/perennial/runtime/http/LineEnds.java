package dev.perennial.runtime.http;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Where in the data of a connection a line ends with LF alone or goes on in the next line, which a
 * proxy may read in another way (RFC 9112, sections 2.2 and 5.2). Coyote accepts both, and leaves
 * no trace of them in its buffer.
 */
final class LineEnds {

  private final int window;
  private final BitSet odd = new BitSet();
  private long received;
  private byte last;

  /**
   * @param window how many of the last bytes are remembered
   */
  LineEnds(int window) {
    this.window = window;
  }

  /** Looks at the bytes of the buffer from this index up to its position. */
  void received(ByteBuffer data, int from) {
    for (int i = from; i < data.position(); i++) {
      byte next = data.get(i);
      odd.set(
          (int) (received % window),
          (next == '\n' && last != '\r') || ((next == ' ' || next == '\t') && last == '\n'));
      last = next;
      received++;
    }
  }

  /**
   * Whether one of these bytes ends or continues a line in an odd way.
   *
   * @param length of the bytes
   * @param after how many bytes were received after them
   */
  boolean isOdd(int length, int after) {
    long end = received - after;
    for (long i = Math.max(0, end - length); i < end; i++) {
      if (odd.get((int) (i % window))) {
        return true;
      }
    }
    return false;
  }

  /** For another connection. */
  void reset() {
    odd.clear();
    received = 0;
    last = 0;
  }
}
