package dev.perennial.syncpush.store.lease;

import java.security.SecureRandom;

/**
 * Shows other instances that this process is alive. It is an advisory lock with this key, held by
 * the connection on which the process listens. When the process dies, the operating system closes
 * the connection and Postgres releases the lock, long before a lease expires.
 */
public record InstanceLock(long key) {

  /** A lock with a random key. */
  public static InstanceLock create() {
    return new InstanceLock(new SecureRandom().nextLong());
  }
}
