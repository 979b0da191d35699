package dev.perennial.runtime.database;

import java.util.function.Supplier;

/** One function's door to Postgres: repositories and transactions, as the role of the function's own name. */
public final class Database implements AutoCloseable {

  /** Runs the work in one READ COMMITTED transaction, or in the one that is open already; rolls back if it throws. */
  public <T> T inTransaction(Supplier<T> work) {
    throw new UnsupportedOperationException();
  }

  /** The Micronaut Data repository of this type; its calls join the open transaction. */
  public <T> T repository(Class<T> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
