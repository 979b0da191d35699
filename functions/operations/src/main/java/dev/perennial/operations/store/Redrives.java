package dev.perennial.operations.store;

import dev.perennial.operations.letter.DeadLetter;
import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Redrives and their letters, of which each belongs to one redrive at most. Every method joins the
 * open transaction; only {@link #find}, {@link #newest} and {@link #plan} may be called without.
 */
public final class Redrives {

  /** Longer than all retries of the broker together. */
  private static final Duration OUTCOME_WITHIN = Duration.ofHours(2);

  private static final String NO_OUTCOME = "no outcome is known 2 hours after it was sent again";
  private static final int PARKED = 422;

  /** Fits into the heap beside the copies that the outbox makes. */
  private static final int SENT_BYTES = 2 * 1024 * 1024;

  private final Database database;
  private final RedriveRows rows;
  private final InstantSource clock;
  private final String functions;

  /**
   * @param functions that a redrive reaches: those with a Trigger of the Broker {@code redrives}
   */
  public Redrives(Database database, InstantSource clock, List<String> functions) {
    this.database = database;
    this.rows = database.repository(RedriveRows.class);
    this.clock = clock;
    this.functions = String.join(",", functions);
  }

  /** What a redrive of these letters would do, the largest groups first. */
  public List<PlanRow> plan(LetterFilter filter) {
    return database.inTransaction(() -> rows.plan(functions, filter.json()));
  }

  /**
   * Creates a running redrive of those of these letters that are open and can be sent.
   *
   * @return empty if there are none
   */
  public Optional<RedriveRow> create(
      UUID id, String by, LetterFilter filter, int perSecond, @Nullable Integer stopAtFailureRate) {
    var now = clock.instant();
    rows.insert(id, by, now, perSecond, stopAtFailureRate);
    var chosen = rows.choose(id, now, functions, filter.json());
    if (chosen == 0) {
      rows.delete(id);
      return Optional.empty();
    }
    return rows.find(id);
  }

  public Optional<RedriveRow> find(UUID id) {
    return database.inTransaction(() -> rows.find(id));
  }

  /** The newest redrives, at most so many. */
  public List<RedriveRow> newest(int atMost) {
    return database.inTransaction(() -> rows.newest(atMost));
  }

  /** The redrive, which nobody else changes until the transaction ends; empty if there is none. */
  public Optional<RedriveRow> lock(UUID id) {
    return rows.lock(id) == 0 ? Optional.empty() : rows.find(id);
  }

  /** Running redrives without a step for this long. */
  public List<UUID> stale(Duration age) {
    return rows.stale(clock.instant().minus(age));
  }

  /** Closes or opens the letters whose outcome is known. */
  public void settle(UUID redrive) {
    var now = clock.instant();
    var outcomes = rows.outcomes(redrive, now.minus(OUTCOME_WITHIN));
    close(redrive, outcomes, "COMPLETED", true, now);
    close(redrive, outcomes, "COMPLETED", false, now);
    close(redrive, outcomes, "ERASED", null, now);
    for (var outcome : outcomes) {
      if (outcome.state().equals("PARKED") || outcome.state().equals("EXPIRED")) {
        var parked = outcome.state().equals("PARKED");
        var reason = parked ? String.valueOf(outcome.reason()) : NO_OUTCOME;
        rows.reopen(
            redrive,
            outcome.letter(),
            outcome.generation(),
            reason,
            DeadLetter.groupOf(reason),
            parked ? PARKED : null,
            outcome.attempts(),
            now);
      }
    }
  }

  private void close(
      UUID redrive,
      List<OutcomeRow> outcomes,
      String ledgerState,
      @Nullable Boolean isNew,
      Instant now) {
    var ids =
        outcomes.stream()
            .filter(outcome -> outcome.state().equals(ledgerState))
            .filter(outcome -> isNew == null || outcome.isNew() == isNew)
            .map(outcome -> outcome.letter().toString())
            .collect(Collectors.joining(","));
    if (ids.isEmpty()) {
      return;
    }
    if (isNew == null) {
      rows.close(redrive, ids, "DISCARDED", "ERASED", Letters.SELF, Letters.ERASED, now);
    } else {
      var why =
          isNew
              ? "the function has processed the event after it was sent again"
              : "the function had processed the event before; sending it again had no effect";
      rows.close(redrive, ids, "RESOLVED", "RESOLVED", Letters.SELF, why, now);
    }
  }

  /** The next letters to be sent, at most so many. */
  public List<LetterRow> next(UUID redrive, int atMost) {
    return rows.next(redrive, atMost, SENT_BYTES);
  }

  /** Records that these letters are sent again. */
  public void send(UUID redrive, List<LetterRow> sent) {
    var ids = sent.stream().map(row -> row.id().toString()).collect(Collectors.joining(","));
    rows.send(redrive, ids, clock.instant());
  }

  /** Records the step. */
  public void step(UUID redrive, int number, int idleSteps) {
    rows.step(redrive, number, clock.instant(), idleSteps);
  }

  /** Sets the state, with the reason if it is a pause that no person made. */
  public void change(UUID redrive, RunState state, @Nullable String reason) {
    rows.change(redrive, state.name(), reason, state.isFinal() ? clock.instant() : null);
  }

  /** Opens the letters again that are not sent. */
  public void cancelWaiting(UUID redrive) {
    rows.cancelWaiting(redrive, clock.instant());
  }
}
