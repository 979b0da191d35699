package dev.perennial.events;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * Generates UUIDs of version 7 (RFC 9562, section 5.7). They sort by time with millisecond
 * precision; the other 74 bits are random.
 */
public final class UuidV7 {

  private static final SecureRandom RANDOM = new SecureRandom();

  private UuidV7() {}

  /** Returns a new id with this instant as its timestamp. */
  public static UUID at(Instant moment) {
    long high = (moment.toEpochMilli() << 16) | 0x7000L | (RANDOM.nextLong() & 0x0FFFL);
    long low = 0x8000000000000000L | (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL);
    return new UUID(high, low);
  }
}
