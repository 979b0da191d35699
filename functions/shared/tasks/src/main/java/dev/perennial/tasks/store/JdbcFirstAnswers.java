package dev.perennial.tasks.store;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.http.Answer;
import dev.perennial.runtime.http.FirstAnswers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Keeps first answers in Postgres, in the transaction that does the work. */
public final class JdbcFirstAnswers implements FirstAnswers {

  private static final Duration KEPT_FOR = Duration.ofHours(48);
  private static final int FIRST_FAILURE = 400;

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
    try {
      return attempt(user, key, fingerprint, () -> doAndKeep(user, key, work));
    } catch (Failed failed) {
      return new First(failed.answer);
    }
  }

  @Override
  public Attempt claim(String user, String key, byte[] fingerprint) {
    return attempt(user, key, fingerprint, Claimed::new);
  }

  private Attempt attempt(String user, String key, byte[] fingerprint, Supplier<Attempt> first) {
    Instant now = clock.instant();
    return database.inTransaction(
        user,
        () -> {
          String entered = keys.enter(user, key, fingerprint, now, now.minus(KEPT_FOR));
          return switch (entered) {
            case "FIRST" -> first.get();
            case "SAME" -> before(user, key);
            case "OTHER" -> new OtherRequest();
            case "RUNNING" -> new Running();
            default -> throw new IllegalStateException("the key's answer is " + entered);
          };
        });
  }

  private Attempt doAndKeep(String user, String key, Supplier<Answer.Whole> work) {
    Answer.Whole answer = work.get();
    if (answer.status() >= FIRST_FAILURE) {
      throw new Failed(answer);
    }
    keys.keep(user, key, answer.status(), IdempotencyKeyRow.headers(answer), answer.body());
    return new First(answer);
  }

  private Attempt before(String user, String key) {
    return keys.answered(user, key)
        .<Attempt>map(row -> new Before(row.answer()))
        .orElseGet(Claimed::new);
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
