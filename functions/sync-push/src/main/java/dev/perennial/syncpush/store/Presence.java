package dev.perennial.syncpush.store;

import java.security.SecureRandom;

/**
 * By what other instances see that this process lives: a lock of this key, held by the connection
 * that it listens on. When the process dies, however it does, its system closes the connection and
 * Postgres frees the lock, long before any lease lapses.
 */
public record Presence(long key) {

  /** One that nothing else has. */
  public static Presence ofThisProcess() {
    return new Presence(new SecureRandom().nextLong());
  }
}
