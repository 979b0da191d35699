package dev.perennial.runtime.idempotency;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.http.Answer;
import dev.perennial.runtime.http.FirstAnswers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/** Keeps first answers in Postgres, in the transaction that does the work where it is one. */
public final class JdbcFirstAnswers implements FirstAnswers {

  private static final Duration KEPT_FOR = Duration.ofHours(48);
  private static final int FIRST_FAILURE = 400;

  /** Who is at many transactions may have died; to begin anew beside them does no harm. */
  private static final Duration WAITED_FOR = Duration.ofMinutes(1);

  private final Database database;
  private final IdempotencyKeyRows keys;
  private final InstantSource clock;

  public JdbcFirstAnswers(Database database, InstantSource clock) {
    this.database = database;
    this.keys = database.repository(IdempotencyKeyRows.class);
    this.clock = clock;
  }

  @Override
  public Attempt once(String user, String key, byte[] fingerprint, Supplier<Answer.Whole> work) {
    Instant now = clock.instant();
    try {
      return database.inTransaction(
          user,
          () ->
              switch (enter(user, key, fingerprint, now)) {
                case "FIRST" -> doAndKeep(user, key, fingerprint, work);
                case "SAME" -> answered(user, key);
                case "OTHER" -> new OtherRequest();
                default -> new Running();
              });
    } catch (Failed failed) {
      return new First(failed.answer);
    }
  }

  @Override
  public Attempt onceInParts(String user, String key, byte[] fingerprint, Supplier<Parts> work) {
    // To the microsecond, as Postgres keeps it: by this moment it is known again.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant until = now.plus(WAITED_FOR);
    return database
        .inTransaction(user, () -> inTheWay(user, key, fingerprint, now, until))
        .orElseGet(() -> doInParts(user, key, fingerprint, until, work));
  }

  @Override
  public void forget(String user) {
    database.inTransaction(
        user,
        () -> {
          keys.forget(user);
          return user;
        });
  }

  /** Empty if the work is begun here. */
  private Optional<Attempt> inTheWay(
      String user, String key, byte[] fingerprint, Instant now, Instant until) {
    return switch (enter(user, key, fingerprint, now)) {
      case "FIRST", "SAME" ->
          keys.begin(user, key, now, until) > 0
              ? Optional.empty()
              : Optional.of(answered(user, key));
      case "OTHER" -> Optional.of(new OtherRequest());
      default -> Optional.of(new Running());
    };
  }

  private Attempt doInParts(
      String user, String key, byte[] fingerprint, Instant until, Supplier<Parts> work) {
    Parts parts = doOrBreakOff(user, key, until, work);
    return database.inTransaction(
        user,
        () -> {
          if (!parts.isLastWord()) {
            keys.breakOff(user, key, until);
          } else if (keep(user, key, fingerprint, parts.answer()) == 0) {
            // Another was waited for too long and came first.
            return keys.answered(user, key)
                .<Attempt>map(row -> new Before(row.answer()))
                .orElseGet(() -> new First(parts.answer()));
          }
          return new First(parts.answer());
        });
  }

  private Parts doOrBreakOff(String user, String key, Instant until, Supplier<Parts> work) {
    try {
      return work.get();
    } catch (RuntimeException fault) {
      try {
        database.inTransaction(
            user,
            () -> {
              keys.breakOff(user, key, until);
              return user;
            });
      } catch (RuntimeException another) {
        // Then it is waited for, and begun anew.
        fault.addSuppressed(another);
      }
      throw fault;
    }
  }

  private Attempt doAndKeep(
      String user, String key, byte[] fingerprint, Supplier<Answer.Whole> work) {
    Answer.Whole answer = work.get();
    if (answer.status() >= FIRST_FAILURE) {
      throw new Failed(answer);
    }
    keep(user, key, fingerprint, answer);
    return new First(answer);
  }

  private String enter(String user, String key, byte[] fingerprint, Instant now) {
    return keys.enter(user, key, fingerprint, now, now.minus(KEPT_FOR));
  }

  private int keep(String user, String key, byte[] fingerprint, Answer.Whole answer) {
    return keys.keep(
        user, key, fingerprint, answer.status(), IdempotencyKeyRow.headers(answer), answer.body());
  }

  private Attempt answered(String user, String key) {
    return keys.answered(user, key)
        .<Attempt>map(row -> new Before(row.answer()))
        .orElseGet(Running::new);
  }

  /** Rolls the transaction back and carries the answer out of it. */
  private static final class Failed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer.Whole answer;

    private Failed(Answer.Whole answer) {
      super(null, null, false, false);
      this.answer = answer;
    }
  }
}
