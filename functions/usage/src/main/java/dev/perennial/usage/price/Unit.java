package dev.perennial.usage.price;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What is counted. The share of an invocation in the time of its instance has three units, because
 * price books round the time of each invocation up differently; the same with its memory.
 */
public enum Unit {
  INVOCATION,
  /** Microseconds of the instance's active time. */
  ACTIVE_US,
  /** The same, each invocation rounded up to a whole millisecond. */
  ACTIVE_MS,
  /** The same, each invocation rounded up to 100 milliseconds. */
  ACTIVE_100MS,
  /** Microseconds of active time times the MiB that the instance reserves. */
  MIB_US,
  MIB_MS,
  MIB_100MS,
  /** Microseconds of CPU. */
  CPU_US,
  BYTE_IN,
  BYTE_OUT,
  EVENT_OUT,
  MAIL,
  PUSH,
  STREAM_MS;

  /** The name in the database, in price books and in JSON. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Unit> of(String key) {
    return Arrays.stream(values()).filter(unit -> unit.key().equals(key)).findFirst();
  }
}
