package dev.perennial.runtime.outbox;

import dev.perennial.events.Envelope;
import dev.perennial.events.UuidV7;
import dev.perennial.runtime.Trace;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.metering.Metering;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The outbox as a table. Hands each event to the {@link OutboxRelay} after its transaction has
 * committed.
 */
public final class JdbcOutbox implements ForwardingOutbox {

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
  private final Metering metering;
  private final URI source;
  private final InstantSource clock;

  public JdbcOutbox(
      Database database, OutboxRelay relay, Metering metering, String source, InstantSource clock) {
    this.database = database;
    this.rows = database.repository(OutboxRows.class);
    this.relay = relay;
    this.metering = metering;
    this.source = URI.create(source);
    this.clock = clock;
  }

  @Override
  public Instant add(Entry event) {
    var now = clock.instant();
    insert(List.of(event), InstantSource.fixed(now));
    return now;
  }

  @Override
  public void addAll(List<Entry> events) {
    insert(events, clock);
  }

  /**
   * @param times gives each event its time
   */
  private void insert(List<Entry> events, InstantSource times) {
    var reserved = new ArrayList<PendingEvent>();
    database.afterCompletion(
        committed -> reserved.forEach(committed ? relay::publish : relay::release));
    var emitted = new ArrayList<Runnable>();
    database.afterCommit(() -> emitted.forEach(Runnable::run));
    var part = new ArrayList<OutboxRow>();
    var bytes = 0;
    for (var entry : events) {
      var traceparent = traceparent(entry);
      var event = event(entry, traceparent, times.instant());
      var row = row(event, entry);
      emitted.add(() -> count(entry, traceparent, row.bytes()));
      var pending = PendingEvent.of(row, event);
      if (relay.reserve(pending)) {
        reserved.add(pending);
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

  @Override
  public void forward(List<CloudEvent> events, String topic) {
    var forwarded = new ArrayList<OutboxRow>();
    var reserved = new ArrayList<PendingEvent>();
    database.afterCompletion(
        committed -> reserved.forEach(committed ? relay::publish : relay::release));
    for (var event : events) {
      var row = OutboxRow.forwarding(event, topic);
      var pending = PendingEvent.of(row, event);
      if (relay.reserve(pending)) {
        reserved.add(pending);
      }
      forwarded.add(row);
    }
    if (!forwarded.isEmpty()) {
      rows.insert(forwarded);
    }
  }

  private static String traceparent(Entry entry) {
    var given = entry.traceparent();
    return given == null ? Trace.current() : given;
  }

  private void count(Entry entry, String traceparent, int bytes) {
    metering
        .find(traceparent)
        .ifPresent(
            invocation ->
                invocation.hasEmitted(entry.type(), entry.subject(), entry.partitionKey(), bytes));
  }

  private CloudEvent event(Entry entry, String traceparent, Instant now) {
    return new Envelope(
            entry.type(),
            UuidV7.at(now),
            source,
            entry.subject(),
            now,
            entry.partitionKey(),
            entry.actor(),
            entry.owner(),
            traceparent)
        .around(entry.payload());
  }

  private static OutboxRow row(CloudEvent event, Entry entry) {
    var row = OutboxRow.of(event, entry.type().topic());
    if (row.data().length > MAX_BYTES) {
      throw new EventTooLarge(event.getType(), row.data().length, MAX_BYTES);
    }
    return row;
  }
}
