package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.PayloadKeys;
import dev.perennial.auditsink.chain.SealingKey;
import dev.perennial.auditsink.store.TrailQuery.Position;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Appends entries to the chains of all owners, and reads them. */
public final class Trail {

  /** The type of the timer event, which is stored in no chain. */
  public static final String TICK = "dev.knative.sources.ping";

  private static final int LEDGER_ROWS = 20_000;
  private static final int CHAIN_PAGE = 500;
  private static final int PAGE_BYTES = 512 * 1024;
  private static final int APPEND_BYTES = 512 * 1024;

  private final Database database;
  private final EntryRows entries;
  private final ChainStateRows states;
  private final KeyRows keys;
  private final LostEventRows lostEvents;
  private final PayloadKeys payloadKeys;
  private final InstantSource clock;

  /**
   * @param payloadKeys encrypt the owners' keys
   */
  public Trail(Database database, PayloadKeys payloadKeys, InstantSource clock) {
    this.database = database;
    this.entries = database.repository(EntryRows.class);
    this.states = database.repository(ChainStateRows.class);
    this.keys = database.repository(KeyRows.class);
    this.lostEvents = database.repository(LostEventRows.class);
    this.payloadKeys = payloadKeys;
    this.clock = clock;
  }

  /**
   * Appends these events to their owners' chains, in this order, in one transaction. Besides the
   * events it keeps 512 KiB of entries in memory, or a single larger one.
   */
  public void append(List<ReceivedEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    database.inTransaction(
        () -> {
          Map<String, ChainAppender> ends = lockChains(events);
          Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
          var rows = new ArrayList<EntryRow>();
          long bytes = 0L;
          for (ReceivedEvent event : events) {
            var row = EntryRow.of(ends.get(event.metadata().owner()).add(event, now));
            rows.add(row);
            bytes += row.payload().length;
            if (bytes >= APPEND_BYTES) {
              entries.saveAll(rows);
              rows.clear();
              bytes = 0;
            }
          }
          if (!rows.isEmpty()) {
            entries.saveAll(rows);
          }
          ends.values().forEach(end -> end.newKey().ifPresent(keys::save));
          return null;
        });
  }

  /**
   * Destroys the owner's key. The payloads of the chain become unreadable for good and the chain
   * still verifies. Events that happened before this moment and arrive later are unreadable too.
   *
   * <p>Does nothing if this erasure has destroyed a key before: the key that the owner has now is
   * of a time after it.
   *
   * @param erasedAt when the owner was erased, as task-api has recorded it
   */
  public void destroyKey(String owner, Instant erasedAt) {
    database.inTransaction(
        () -> {
          states.lock(EventJson.MAPPER.writeValueAsString(List.of(owner)));
          if (states.erased(owner, erasedAt) == 1) {
            states.destroyKey(owner);
          }
          return null;
        });
  }

  /**
   * The entries that match the query after this position, ordered by time.
   *
   * @param limit how many entries at most; the page may have fewer and not be the last
   */
  public TrailPage page(TrailQuery query, Position after, int limit) {
    return database.inTransaction(
        () -> {
          // One more than the page may have, to see whether it is the last.
          List<EntryRow> found = rows(query, after, limit + 1);
          List<EntryRow> rows = found.subList(0, Math.min(found.size(), limit));
          boolean isLast = rows.size() == found.size() && isLast(query, rows);
          return page(rows, isLast);
        });
  }

  /**
   * The entries of a chain from one number to another, both included, ordered by number and then by
   * time of receipt.
   *
   * @param after the last entry of the previous page; null for the first page
   */
  public TrailPage chain(String owner, long from, long to, @Nullable Entry after) {
    long afterNumber = after == null ? from - 1 : after.number();
    Instant afterReceivedAt = after == null ? TrailQuery.MAX_TIME : after.receivedAt();
    return database.inTransaction(
        () -> {
          List<EntryRow> rows =
              entries.chain(owner, afterNumber, afterReceivedAt, to, CHAIN_PAGE, PAGE_BYTES);
          return page(rows, rows.isEmpty());
        });
  }

  /** The entry with this number; the first one if the number is present twice. */
  public Optional<Entry> entry(String owner, long number) {
    return database
        .inTransaction(() -> entries.chain(owner, number - 1, TrailQuery.MAX_TIME, number, 1, 1))
        .stream()
        .findFirst()
        .map(EntryRow::entry);
  }

  /** The number of the first entry that was received at this moment or later. */
  public Optional<Long> firstSince(String owner, Instant moment) {
    return database.inTransaction(() -> entries.firstSince(owner, moment));
  }

  /** The number of the last entry; 0 if the chain has none. */
  public long last(String owner) {
    return database.inTransaction(() -> entries.last(owner)).orElse(0L);
  }

  /**
   * The first event that the ledger has as completed since the last checkpoint and no chain has: a
   * chain was truncated and the ledger was not changed. Only the newest 20,000 events are compared.
   */
  public Optional<LostEvent> lost() {
    return database
        .inTransaction(() -> lostEvents.first(TICK, LEDGER_ROWS))
        .map(LostEventRow::lost);
  }

  /** A page with fewer entries than its limit is either the last or full in bytes. */
  private boolean isLast(TrailQuery query, List<EntryRow> rows) {
    return rows.isEmpty() || rows(query, rows.getLast().position(), 1).isEmpty();
  }

  private TrailPage page(List<EntryRow> rows, boolean isLast) {
    Set<UUID> ids = rows.stream().map(EntryRow::keyId).collect(Collectors.toSet());
    List<KeyRow> found = ids.isEmpty() ? List.<KeyRow>of() : keys.find(ids);
    return new TrailPage(
        rows.stream().map(EntryRow::entry).toList(),
        found.stream()
            .map(row -> row.key(payloadKeys))
            .collect(Collectors.toMap(SealingKey::id, Function.identity())),
        isLast);
  }

  private Map<String, ChainAppender> lockChains(List<ReceivedEvent> events) {
    var owners = new TreeSet<String>();
    events.forEach(event -> owners.add(event.metadata().owner()));
    String names = EventJson.MAPPER.writeValueAsString(owners);
    states.lock(names);
    return states.of(names).stream()
        .collect(
            Collectors.toMap(ChainStateRow::owner, row -> new ChainAppender(row, payloadKeys)));
  }

  private List<EntryRow> rows(TrailQuery query, Position after, int limit) {
    Instant at = after.time();
    long no = after.number();
    String whose = after.owner();
    Instant from = query.from();
    Instant to = query.to();
    String type = query.type();
    String actor = query.actor();
    String owner = query.owner();
    String reader = query.reader();
    String task = query.taskId();
    if (reader == null) {
      return task == null
          ? entries.page(from, to, at, no, whose, type, actor, owner, limit, PAGE_BYTES)
          : entries.pageOfTask(
              from, to, at, no, whose, type, actor, owner, task, limit, PAGE_BYTES);
    }
    return task == null
        ? entries.pageOfReader(
            from, to, at, no, whose, type, actor, owner, reader, limit, PAGE_BYTES)
        : entries.pageOfReaderAndTask(
            from, to, at, no, whose, type, actor, owner, reader, task, limit, PAGE_BYTES);
  }
}
