package dev.perennial.operations.redrive;

import dev.perennial.events.EventType;
import dev.perennial.events.LettersEvent;
import dev.perennial.events.LettersSnapshot;
import dev.perennial.events.UuidV7;
import dev.perennial.operations.store.LetterFilter;
import dev.perennial.operations.store.Letters;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** What operators decide about letters without sending them again; the audit trail gets it. */
public final class LetterDecisions {

  /** The most that one request decides about. */
  private static final int AT_MOST = 10_000;

  /** An event with more ids would be too large. */
  private static final int IDS_OF_AN_EVENT = 1_000;

  private final Database database;
  private final Letters letters;
  private final Outbox outbox;
  private final InstantSource clock;

  public LetterDecisions(Database database, Letters letters, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.letters = letters;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Closes those of these letters that are open, at most 10,000; returns how many. */
  public int discard(LetterFilter filter, String by, String reason) {
    return decide(
        EventType.LETTERS_DISCARDED,
        by,
        reason,
        () -> letters.discard(filter, by, reason, AT_MOST));
  }

  /** Opens those of these letters again that are discarded, at most 10,000; returns how many. */
  public int restore(LetterFilter filter, String by, String reason) {
    return decide(EventType.LETTERS_RESTORED, by, reason, () -> letters.restore(filter, AT_MOST));
  }

  private int decide(EventType type, String by, String reason, Supplier<List<UUID>> change) {
    return database.inTransaction(
        () -> {
          var changed = change.get();
          outbox.addAll(entries(type, by, reason, changed));
          return changed.size();
        });
  }

  private List<Outbox.Entry> entries(EventType type, String by, String reason, List<UUID> ids) {
    var request = UuidV7.at(clock.instant());
    var entries = new ArrayList<Outbox.Entry>();
    for (int from = 0; from < ids.size(); from += IDS_OF_AN_EVENT) {
      var some = ids.subList(from, Math.min(from + IDS_OF_AN_EVENT, ids.size()));
      entries.add(
          new Outbox.Entry(
              type,
              request.toString(),
              request.toString(),
              by,
              by,
              new LettersEvent(new LettersSnapshot(request, some, reason))));
    }
    return entries;
  }
}
