package dev.perennial.operations.store;

import dev.perennial.operations.letter.DeadLetter;
import dev.perennial.runtime.StoredEvent;
import dev.perennial.runtime.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The dead letters of all functions: one for each function and event. */
public final class Letters {

  /** Who closes a letter that no person closes. */
  static final String SELF = "operations";

  /** The reason of letters whose owner has erased themself. */
  public static final String ERASED = "its owner has erased themself";

  private static final int PARKED_AT_ONCE = 100;
  private static final int DELETED_AT_ONCE = 10_000;

  private final Database database;
  private final LetterRows letters;
  private final DetailRows details;
  private final InstantSource clock;

  public Letters(Database database, InstantSource clock) {
    this.database = database;
    this.letters = database.repository(LetterRows.class);
    this.details = database.repository(DetailRows.class);
    this.clock = clock;
  }

  /** A position in the list: the letters after it failed first before, or at the same time. */
  public record Position(Instant time, UUID id) {

    /** The beginning of the list. */
    public static final Position START =
        new Position(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));
  }

  /**
   * Records this failure once, in the open transaction or one of its own. A letter of a person who
   * has erased themself since is closed and has no content.
   */
  public void record(DeadLetter letter) {
    database.inTransaction(
        () -> {
          var now = clock.instant();
          var row = LetterRow.of(letter, now);
          var stored = isErased(row) ? row.erased() : row;
          insert(stored, now)
              .ifPresent(
                  id ->
                      letters.fail(
                          id,
                          letter.generation(),
                          now,
                          letter.reason(),
                          letter.statusCode(),
                          letter.attempts()));
        });
  }

  /** Records the parked events of which the broker has delivered no dead letter. */
  public void recordParked() {
    database.inTransaction(
        () ->
            details
                .parkedWithoutLetter(PARKED_AT_ONCE)
                .forEach(
                    row ->
                        record(
                            DeadLetter.parked(
                                row.consumer(),
                                new StoredEvent(row.attributes(), row.data()),
                                row.reason(),
                                row.attempts(),
                                row.generation()))));
  }

  /** A page of the list, those that failed last first. */
  public List<LetterRow> page(LetterFilter filter, Position after, int limit) {
    return database.inTransaction(
        () -> {
          letters.planForValues();
          return letters.page(after.time(), after.id(), limit, filter.json());
        });
  }

  /** The largest groups of letters, at most this many. */
  public List<GroupRow> groups(LetterFilter filter, int limit) {
    return database.inTransaction(
        () -> {
          letters.planForValues();
          return details.groups(clock.instant(), limit, filter.json());
        });
  }

  /** A letter with its event; empty if there is none. */
  public Optional<LetterRow> find(UUID id) {
    return database.inTransaction(() -> letters.find(id));
  }

  /** Every failure of this letter's event, the first one first. */
  public List<FailureRow> failures(UUID id) {
    return database.inTransaction(() -> details.failures(id));
  }

  /** What the ledgers of all functions say about this letter's event. */
  public List<LedgerStateRow> ledgers(LetterRow letter) {
    return database.inTransaction(() -> details.ledgers(letter.source(), letter.eventId()));
  }

  /** Deletes what the letters of this person until this instant contain, and closes them. */
  public void erase(String owner, Instant at) {
    database.inTransaction(() -> letters.erase(owner, at, clock.instant()));
  }

  /** Closes open letters in the open transaction, at most so many; returns their ids. */
  public List<UUID> discard(LetterFilter filter, String by, String reason, int atMost) {
    letters.planForValues();
    return letters.discard(by, reason, clock.instant(), atMost, filter.json());
  }

  /** Opens discarded letters in the open transaction, at most so many; returns their ids. */
  public List<UUID> restore(LetterFilter filter, int atMost) {
    letters.planForValues();
    return letters.restore(clock.instant(), atMost, filter.json());
  }

  /** Deletes letters that have not changed since this instant, at most 10,000 of them. */
  public void deleteOutlived(Instant before) {
    database.inTransaction(() -> letters.deleteOutlived(before, DELETED_AT_ONCE));
  }

  private boolean isErased(LetterRow row) {
    return row.owner() != null
        && letters
            .erasedAt(row.owner(), row.eventTime() == null ? row.firstFailedAt() : row.eventTime())
            .isPresent();
  }

  private Optional<UUID> insert(LetterRow row, Instant now) {
    return letters
        .upsert(
            row.id(),
            row.function(),
            row.source(),
            row.eventId(),
            row.eventType(),
            row.subject(),
            row.owner(),
            row.eventTime(),
            row.traceId(),
            row.attributes(),
            row.data(),
            row.reason(),
            row.reasonGroup(),
            row.statusCode(),
            row.error(),
            row.state(),
            row.generation(),
            row.closedBy(),
            row.closedReason(),
            now)
        .stream()
        .findFirst();
  }
}
