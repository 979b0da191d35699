package dev.perennial.taskapi.transfer.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines of bytes, in bounded memory however long a line is. */
public final class LineReader {

  /** Enough for a task with the longest texts, each character escaped. */
  public static final int MAX_BYTES = 512 * 1024;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private int number;

  public LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * @param number the first is 1
   * @param bytes without the line's end; null if they are more than {@link #MAX_BYTES}
   * @param first the first byte, also of a line that is too long; the line's end if it is empty
   */
  public record Line(int number, byte @Nullable [] bytes, int first) {}

  /** Null at the end. */
  public @Nullable Line next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    int read = in.read();
    if (read < 0) {
      return null;
    }
    number++;
    int first = read;
    boolean isTooLong = false;
    while (read >= 0 && read != '\n') {
      isTooLong |= bytes.size() == MAX_BYTES;
      if (!isTooLong) {
        bytes.write(read);
      }
      read = in.read();
    }
    return new Line(number, isTooLong ? null : trimmed(bytes.toByteArray()), first);
  }

  private byte[] trimmed(byte[] bytes) {
    int from = number == 1 && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
    int to =
        bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
    return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= BYTE_ORDER_MARK.length
        && Arrays.equals(
            bytes, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
  }
}
