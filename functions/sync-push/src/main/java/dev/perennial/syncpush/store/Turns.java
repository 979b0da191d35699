package dev.perennial.syncpush.store;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The way to the database for who follows: a few at a time, first come first served. After a
 * restart thousands come back at once. Without turns each would hold out for a connection for some
 * seconds and then be refused, which a browser takes for final, and events would find none.
 */
public final class Turns {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Database database;
  private final Semaphore free;
  private final Duration patience;

  Turns(Database database, int atOnce, Duration patience) {
    this.database = database;
    this.free = new Semaphore(atOnce, true);
    this.patience = patience;
  }

  /** Half of the connections are left to the events. */
  public static Turns from(Database database, Settings settings) {
    return new Turns(database, Math.max(1, settings.databasePoolSize() / 2), PATIENCE);
  }

  /**
   * As {@link Database#inTransaction(Supplier)}, when its turn has come.
   *
   * @throws IllegalStateException a passing fault of the database if it does not come in time
   */
  <T> T inTransaction(Supplier<T> work) {
    await();
    try {
      return database.inTransaction(work);
    } finally {
      free.release();
    }
  }

  private void await() {
    try {
      if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy("no turn came within " + patience.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy("interrupted before its turn");
    }
  }

  private static IllegalStateException busy(String why) {
    return new IllegalStateException(why, new SQLTransientConnectionException(why));
  }
}
