package dev.perennial.api.idempotency;

import dev.perennial.api.response.Response;
import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stores responses in Postgres; the response of a single transaction is stored in that transaction.
 */
public final class JdbcIdempotencyStore implements IdempotencyStore {

  private static final Duration KEPT_FOR = Duration.ofHours(48);
  private static final int FIRST_FAILURE = 400;

  /** After this time the process may be dead. If it is not, a second execution is harmless. */
  private static final Duration IN_PROGRESS_FOR = Duration.ofMinutes(1);

  private final Database database;
  private final IdempotencyKeyRows keys;
  private final InstantSource clock;

  public JdbcIdempotencyStore(Database database, InstantSource clock) {
    this.database = database;
    this.keys = database.repository(IdempotencyKeyRows.class);
    this.clock = clock;
  }

  @Override
  public Attempt once(String user, String key, byte[] fingerprint, Supplier<Response.Whole> work) {
    Instant now = clock.instant();
    try {
      return database.inTransaction(
          user,
          () ->
              switch (enter(user, key, fingerprint, now)) {
                case ACQUIRED -> doAndKeep(user, key, fingerprint, work);
                case SAME_REQUEST -> storedResponse(user, key);
                case OTHER_REQUEST -> new OtherRequest();
                case IN_PROGRESS -> new InProgress();
              });
    } catch (Failed failed) {
      return new First(failed.response);
    }
  }

  @Override
  public Attempt onceAcrossTransactions(
      String user, String key, byte[] fingerprint, Supplier<WorkResult> work) {
    // In microseconds, the precision of Postgres, because release() compares the value.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant until = now.plus(IN_PROGRESS_FOR);
    return database
        .inTransaction(user, () -> alreadyUsed(user, key, fingerprint, now, until))
        .orElseGet(() -> doAcrossTransactions(user, key, fingerprint, until, work));
  }

  @Override
  public void erase(String user) {
    database.inTransaction(
        user,
        () -> {
          keys.erase(user);
          return user;
        });
  }

  /** Returns empty if this request may execute the work. */
  private Optional<Attempt> alreadyUsed(
      String user, String key, byte[] fingerprint, Instant now, Instant until) {
    return switch (enter(user, key, fingerprint, now)) {
      case ACQUIRED, SAME_REQUEST ->
          keys.begin(user, key, now, until) > 0
              ? Optional.empty()
              : Optional.of(storedResponse(user, key));
      case OTHER_REQUEST -> Optional.of(new OtherRequest());
      case IN_PROGRESS -> Optional.of(new InProgress());
    };
  }

  private Attempt doAcrossTransactions(
      String user, String key, byte[] fingerprint, Instant until, Supplier<WorkResult> work) {
    WorkResult result = doOrRelease(user, key, until, work);
    return database.inTransaction(
        user,
        () -> {
          if (!result.isFinal()) {
            keys.release(user, key, until);
          } else if (keep(user, key, fingerprint, result.response()) == 0) {
            // This request took over a minute, and a repetition stored its response first.
            return keys.withResponse(user, key)
                .<Attempt>map(row -> new Repeated(row.response()))
                .orElseGet(() -> new First(result.response()));
          }
          return new First(result.response());
        });
  }

  private WorkResult doOrRelease(
      String user, String key, Instant until, Supplier<WorkResult> work) {
    try {
      return work.get();
    } catch (RuntimeException fault) {
      try {
        database.inTransaction(
            user,
            () -> {
              keys.release(user, key, until);
              return user;
            });
      } catch (RuntimeException another) {
        // The mark expires after IN_PROGRESS_FOR.
        fault.addSuppressed(another);
      }
      throw fault;
    }
  }

  private Attempt doAndKeep(
      String user, String key, byte[] fingerprint, Supplier<Response.Whole> work) {
    Response.Whole response = work.get();
    if (response.status() >= FIRST_FAILURE) {
      throw new Failed(response);
    }
    keep(user, key, fingerprint, response);
    return new First(response);
  }

  private KeyState enter(String user, String key, byte[] fingerprint, Instant now) {
    return keys.enter(user, key, fingerprint, now, now.minus(KEPT_FOR));
  }

  private int keep(String user, String key, byte[] fingerprint, Response.Whole response) {
    return keys.keep(
        user,
        key,
        fingerprint,
        response.status(),
        IdempotencyKeyRow.headers(response),
        response.body());
  }

  private Attempt storedResponse(String user, String key) {
    return keys.withResponse(user, key)
        .<Attempt>map(row -> new Repeated(row.response()))
        .orElseGet(InProgress::new);
  }

  /** Rolls back the transaction and carries the response to the caller. */
  private static final class Failed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Response.Whole response;

    private Failed(Response.Whole response) {
      super(null, null, false, false);
      this.response = response;
    }
  }
}
