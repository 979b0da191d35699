package dev.perennial.syncpush;

import static org.awaitility.Awaitility.await;

import dev.perennial.runtime.testkit.TestPostgres;
import java.time.Duration;

/** The leases of streams as the table has them. */
final class Leases {

  private Leases() {}

  /** Of this user, whoever holds them. */
  static int of(String user) {
    return count(user, "true");
  }

  /** Waits until so many leases of this user are those of instances that show that they live. */
  static void awaitLiving(String user, int count) {
    await("leases of living instances")
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
