package dev.perennial.runtime.outbox;

import dev.perennial.events.Envelope;
import dev.perennial.events.UuidV7;
import dev.perennial.runtime.Trace;
import dev.perennial.runtime.database.Database;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/**
 * The outbox as a table; hands each event on to be published when its transaction has committed.
 */
public final class JdbcOutbox implements Outbox {

  private final Database database;
  private final OutboxRepository rows;
  private final OutboxRelay relay;
  private final URI source;
  private final InstantSource clock;

  public JdbcOutbox(Database database, OutboxRelay relay, String source, InstantSource clock) {
    this.database = database;
    this.rows = database.repository(OutboxRepository.class);
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
    var added = events.stream().map(this::row).toList();
    database.afterCommit(() -> added.forEach(relay::publish));
    rows.insert(added);
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
    return OutboxRow.of(event, entry.type().topic());
  }
}
