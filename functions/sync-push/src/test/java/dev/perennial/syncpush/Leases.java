package dev.perennial.syncpush;

import static org.awaitility.Awaitility.await;

import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Duration;

/** Reads the leases of streams from the table. */
final class Leases {

  private Leases() {}

  /** The number of leases of this user, on any instance. */
  static int of(String user) {
    return count(user, "true");
  }

  /** Waits until this many leases of the user belong to instances that hold their lock. */
  static void awaitOnLiveInstances(String user, int count) {
    await("leases of live instances")
        .atMost(Duration.ofSeconds(30))
        .until(() -> living(user) == count);
  }

  private static int living(String user) {
    return count(
        user,
        """
        EXISTS (
          SELECT FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted AND objsubid = 1
            AND (CAST(classid AS bigint) << 32 | CAST(objid AS bigint)) = instance)
        """);
  }

  private static int count(String user, String which) {
    return TestPostgres.shared()
        .column("SELECT 1 FROM sync.streams WHERE user_id = '%s' AND %s".formatted(user, which))
        .size();
  }
}
