package dev.perennial.runtime.outbox;

import dev.perennial.events.Envelope;
import dev.perennial.events.UuidV7;
import dev.perennial.runtime.Trace;
import dev.perennial.runtime.database.Database;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The outbox as a table. Hands each event to the {@link OutboxRelay} after its transaction has
 * committed.
 */
public final class JdbcOutbox implements Outbox {

  /**
   * Half of Kafka's default limit of 1 MiB. The other half is a margin for consumers that add to an
   * event when they emit another. No event is stored that is too large to be published.
   */
  private static final int MAX_BYTES = 512 * 1024;

  /**
   * Limits the size of an INSERT, so that the large events of one transaction are not all in memory
   * at once.
   */
  private static final int INSERT_BYTES = 256 * 1024;

  private final Database database;
  private final OutboxRows rows;
  private final OutboxRelay relay;
  private final URI source;
  private final InstantSource clock;

  public JdbcOutbox(Database database, OutboxRelay relay, String source, InstantSource clock) {
    this.database = database;
    this.rows = database.repository(OutboxRows.class);
    this.relay = relay;
    this.source = URI.create(source);
    this.clock = clock;
  }

  @Override
  public void add(Entry event) {
    addAll(List.of(event));
  }

  @Override
  public void addAll(List<Entry> events) {
    var reserved = new ArrayList<OutboxRow>();
    database.afterCompletion(
        committed -> reserved.forEach(committed ? relay::publish : relay::forget));
    var part = new ArrayList<OutboxRow>();
    var bytes = 0;
    for (var event : events) {
      var row = row(event);
      if (relay.reserve(row)) {
        reserved.add(row);
      }
      part.add(row);
      bytes += row.heapBytes();
      if (bytes > INSERT_BYTES) {
        rows.insert(part);
        part.clear();
        bytes = 0;
      }
    }
    if (!part.isEmpty()) {
      rows.insert(part);
    }
  }

  private OutboxRow row(Entry entry) {
    var now = clock.instant();
    var event =
        new Envelope(
                entry.type(),
                UuidV7.at(now),
                source,
                entry.subject(),
                now,
                entry.partitionKey(),
                entry.actor(),
                entry.owner(),
                Trace.current())
            .around(entry.payload());
    var row = OutboxRow.of(event, entry.type().topic());
    if (row.data().length > MAX_BYTES) {
      throw new EventTooLarge(event.getType(), row.data().length, MAX_BYTES);
    }
    return row;
  }
}
