package dev.perennial.runtime.database;

import dev.perennial.runtime.Settings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.TransactionStatus;
import io.micronaut.transaction.support.TransactionSynchronization;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Postgres of one function: repositories and transactions, as the role that has the function's
 * name.
 */
public final class Database implements AutoCloseable {

  static {
    MicronautClasses.loadByName();
  }

  private final ApplicationContext context;
  private final TransactionOperations<Connection> transactions;

  /** The user that row-level security has been set to in the thread's transaction. */
  private final ThreadLocal<@Nullable String> actingFor = new ThreadLocal<>();

  @SuppressWarnings("unchecked")
  private Database(ApplicationContext context) {
    this.context = context;
    this.transactions = context.getBean(TransactionOperations.class);
  }

  /**
   * Opens the pool without connecting: a database that cannot be reached fails the first
   * transaction.
   */
  public static Database open(Settings settings) {
    return new Database(
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .deduceCloudEnvironment(false)
            .enableDefaultPropertySources(false)
            .propertySources(PropertySource.of("function", dataSource(settings)))
            .start());
  }

  /**
   * Runs the work in one READ COMMITTED transaction, or joins the open one; rolls back if the work
   * throws.
   */
  public <T> T inTransaction(Supplier<T> work) {
    return transactions.executeWrite(
        status -> {
          clearUserOf(status);
          return work.get();
        });
  }

  /** As {@link #inTransaction(Supplier)}, without a result. */
  public void inTransaction(Runnable work) {
    inTransaction(
        () -> {
          work.run();
          return this;
        });
  }

  /**
   * As {@link #inTransaction(Supplier)}, for this user: row-level security shows only the rows that
   * the user may see, until the transaction ends or names another user.
   */
  public <T> T inTransaction(String user, Supplier<T> work) {
    return transactions.executeWrite(
        status -> {
          clearUserOf(status);
          if (!user.equals(actingFor.get())) {
            actFor(user, status.getConnection());
            actingFor.set(user);
          }
          return work.get();
        });
  }

  /** The setting ends with the transaction, so the thread's next transaction starts without one. */
  private void clearUserOf(TransactionStatus<Connection> status) {
    if (status.isNewTransaction()) {
      actingFor.remove();
    }
  }

  private static void actFor(String user, Connection connection) {
    try (var statement = connection.prepareStatement("SELECT set_config('app.user', ?, true)")) {
      statement.setString(1, user);
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException("the user of the transaction cannot be set", e);
    }
  }

  /**
   * Runs a part of the open transaction behind a savepoint and rolls the part back if it returns
   * false: its changes and locks are undone, and the transaction continues.
   *
   * @return what the part returned
   * @throws IllegalStateException outside a transaction
   */
  public boolean withSavepoint(BooleanSupplier part) {
    try {
      var connection = openTransaction().getConnection();
      var before = connection.setSavepoint();
      if (part.getAsBoolean()) {
        return true;
      }
      connection.rollback(before);
      return false;
    } catch (SQLException e) {
      throw new IllegalStateException("the savepoint cannot be set or rolled back to", e);
    }
  }

  /**
   * Runs the action when the open transaction has committed, not at all if it rolls back.
   *
   * @throws IllegalStateException outside a transaction
   */
  public void afterCommit(Runnable action) {
    openTransaction()
        .registerSynchronization(
            new TransactionSynchronization() {
              @Override
              public void afterCommit() {
                action.run();
              }
            });
  }

  /**
   * Runs the action when the open transaction has ended, with whether it committed: false as well
   * if that is not known, since the connection broke at the commit.
   *
   * @throws IllegalStateException outside a transaction
   */
  public void afterCompletion(Consumer<Boolean> action) {
    openTransaction()
        .registerSynchronization(
            new TransactionSynchronization() {
              @Override
              public void afterCompletion(Status status) {
                action.accept(status == Status.COMMITTED);
              }
            });
  }

  /** The Micronaut Data repository of this type; its calls join the open transaction. */
  public <T> T repository(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }

  @SuppressWarnings("unchecked")
  private TransactionStatus<Connection> openTransaction() {
    return transactions
        .findTransactionStatus()
        .map(status -> (TransactionStatus<Connection>) status)
        .orElseThrow(
            () -> new IllegalStateException("this needs an open transaction, and none is open"));
  }

  private static Map<String, Object> dataSource(Settings settings) {
    var pool = new HashMap<String, Object>();
    pool.put("url", settings.databaseUrl());
    var connection = ConnectionProperties.of(settings);
    pool.put("username", connection.remove("user"));
    pool.put("password", connection.remove("password"));
    connection.forEach((name, value) -> pool.put("data-source-properties." + name, value));
    pool.put("driver-class-name", "org.postgresql.Driver");
    pool.put("dialect", "POSTGRES");
    pool.put("maximum-pool-size", settings.databasePoolSize());
    pool.put("minimum-idle", 0);
    pool.put("idle-timeout", 30_000);
    pool.put("connection-timeout", 5_000);
    pool.put("validation-timeout", 2_000);
    pool.put("initialization-fail-timeout", -1);
    pool.put("data-source-properties.ApplicationName", settings.function());
    // The server's detail quotes rows, and rows hold what people wrote.
    pool.put("data-source-properties.logServerErrorDetail", false);
    // Below the delivery's timeout, so that a lock that is not granted is a transient fault and not
    // a hang.
    pool.put(
        "data-source-properties.options",
        "-c statement_timeout=15s -c lock_timeout=10s -c idle_in_transaction_session_timeout=30s -c"
            + " timezone=UTC");
    var properties = new HashMap<String, Object>();
    pool.forEach((name, value) -> properties.put("datasources.default." + name, value));
    return properties;
  }
}
