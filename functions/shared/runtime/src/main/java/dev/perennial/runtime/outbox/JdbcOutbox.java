package dev.perennial.runtime.outbox;

import dev.perennial.events.Envelope;
import dev.perennial.events.UuidV7;
import dev.perennial.runtime.Trace;
import dev.perennial.runtime.database.Database;
import java.net.URI;
import java.time.InstantSource;

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
  public void add(Entry entry) {
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
    database.afterCommit(() -> relay.publish(row));
    rows.insert(row.id(), row.topic(), row.attributes(), row.data());
  }
}
