package dev.perennial.syncpush.store.admission;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Admits a limited number of readers to the database at a time, in the order of their requests.
 * After a restart thousands of clients reconnect at once. Without this limit each of them would
 * wait a few seconds for a connection and then be refused; a browser's EventSource does not retry
 * after that. Deliveries of events would find no free connection.
 */
public final class ReadAdmission {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Database database;
  private final Semaphore permits;
  private final Duration timeout;

  ReadAdmission(Database database, int permits, Duration timeout) {
    this.database = database;
    this.permits = new Semaphore(permits, true);
    this.timeout = timeout;
  }

  /**
   * Admits as many readers as half of the connection pool. The other half is reserved for events.
   */
  public static ReadAdmission from(Database database, Settings settings) {
    return new ReadAdmission(database, Math.max(1, settings.databasePoolSize() / 2), TIMEOUT);
  }

  /**
   * Runs the work as {@link Database#inTransaction(Supplier)} does, once it is admitted.
   *
   * @throws IllegalStateException a transient database fault, if it is not admitted within 30 s
   */
  public <T> T inTransaction(Supplier<T> work) {
    acquire();
    try {
      return database.inTransaction(work);
    } finally {
      permits.release();
    }
  }

  private void acquire() {
    try {
      if (!permits.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy("not admitted to the database within " + timeout.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy("interrupted while waiting to be admitted to the database");
    }
  }

  private static IllegalStateException busy(String reason) {
    return new IllegalStateException(reason, new SQLTransientConnectionException(reason));
  }
}
