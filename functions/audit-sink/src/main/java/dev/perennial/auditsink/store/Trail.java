package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.Key;
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
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The chains of all owners: entries are added at their ends, and read. */
public final class Trail {

  /** The type of what the clock sends, which is entered in no chain. */
  public static final String TICK = "dev.knative.sources.ping";

  private static final int NEWEST = 20_000;
  private static final int CHAIN_PAGE = 500;
  private static final int PAGE_BYTES = 512 * 1024;
  private static final int APPEND_BYTES = 512 * 1024;

  private final Database database;
  private final EntryRows entries;
  private final StandingRows standings;
  private final KeyRows keys;
  private final LostRows losses;
  private final Key master;
  private final InstantSource clock;

  /**
   * @param master seals the owners' keys
   */
  public Trail(Database database, Key master, InstantSource clock) {
    this.database = database;
    this.entries = database.repository(EntryRows.class);
    this.standings = database.repository(StandingRows.class);
    this.keys = database.repository(KeyRows.class);
    this.losses = database.repository(LostRows.class);
    this.master = master;
    this.clock = clock;
  }

  /**
   * Adds these events to the ends of their owners' chains, in this order, in one transaction.
   * Besides the events themselves it holds 512 KiB of entries in memory, or a single one that is
   * larger.
   */
  public void append(List<Received> events) {
    if (events.isEmpty()) {
      return;
    }
    database.inTransaction(
        () -> {
          var ends = hold(events);
          var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
          var rows = new ArrayList<EntryRow>();
          var bytes = 0L;
          for (var event : events) {
            var row = EntryRow.of(ends.get(event.facts().owner()).add(event, now));
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
   * Destroys the owner's key: what their chain holds can be verified ever after, and read never
   * again, nor can what happened by then and is entered later.
   */
  public void forget(String owner, Instant asked) {
    database.inTransaction(
        () -> {
          standings.lock(EventJson.MAPPER.writeValueAsString(List.of(owner)));
          standings.erased(owner, asked);
          return standings.forget(owner);
        });
  }

  /**
   * The entries that the query asks for after this position, in the order of their time.
   *
   * @param limit how many entries at most; the page may have fewer and not be the last
   */
  public TrailPage page(TrailQuery query, Position after, int limit) {
    return database.inTransaction(
        () -> {
          // One more than the page may have, to see whether it is the last.
          var found = rows(query, after, limit + 1);
          var rows = found.subList(0, Math.min(found.size(), limit));
          var isLast = rows.size() == found.size() && isLast(query, rows);
          return page(rows, isLast);
        });
  }

  /**
   * The entries of a chain up to this number, in the order of their numbers and then of their
   * receipt.
   *
   * @param after the last entry of the page before; null for the first page
   * @param from the first number
   */
  public TrailPage chain(String owner, long from, long to, @Nullable Entry after) {
    var afterNumber = after == null ? from - 1 : after.number();
    var afterReceivedAt = after == null ? TrailQuery.NEVER : after.receivedAt();
    return database.inTransaction(
        () -> {
          var rows = entries.chain(owner, afterNumber, afterReceivedAt, to, CHAIN_PAGE, PAGE_BYTES);
          return page(rows, rows.isEmpty());
        });
  }

  /** The entry of this number; empty if it is not there. If it is there twice, the first. */
  public Optional<Entry> entry(String owner, long number) {
    return database
        .inTransaction(() -> entries.chain(owner, number - 1, TrailQuery.NEVER, number, 1, 1))
        .stream()
        .findFirst()
        .map(EntryRow::entry);
  }

  /** The number of the chain's first entry that was entered then or later. */
  public Optional<Long> firstSince(String owner, Instant moment) {
    return database.inTransaction(() -> entries.firstSince(owner, moment));
  }

  /** The number of the chain's last entry; 0 if none is kept. */
  public long last(String owner) {
    return database.inTransaction(() -> entries.last(owner)).orElse(0L);
  }

  /**
   * The first of what was entered since the last checkpoint, by the ledger, and is in no chain any
   * more: somebody has cut it off the end of one, and has left the ledger as it was. Of more than
   * 20,000 the newest are looked for.
   */
  public Optional<Lost> lost() {
    return database.inTransaction(() -> losses.first(TICK, NEWEST)).map(LostRow::lost);
  }

  /** A page that has fewer entries than it may is the last, or full in bytes. */
  private boolean isLast(TrailQuery query, List<EntryRow> rows) {
    return rows.isEmpty() || rows(query, rows.getLast().position(), 1).isEmpty();
  }

  private TrailPage page(List<EntryRow> rows, boolean isLast) {
    var ids = rows.stream().map(EntryRow::keyId).collect(Collectors.toSet());
    var found = ids.isEmpty() ? List.<KeyRow>of() : keys.find(ids);
    return new TrailPage(
        rows.stream().map(EntryRow::entry).toList(),
        found.stream()
            .map(row -> row.key(master))
            .collect(Collectors.toMap(Key::id, Function.identity())),
        isLast);
  }

  private Map<String, ChainEnd> hold(List<Received> events) {
    var owners = new TreeSet<String>();
    events.forEach(event -> owners.add(event.facts().owner()));
    var names = EventJson.MAPPER.writeValueAsString(owners);
    standings.lock(names);
    return standings.of(names).stream()
        .collect(Collectors.toMap(StandingRow::owner, row -> new ChainEnd(row, master)));
  }

  private List<EntryRow> rows(TrailQuery query, Position after, int limit) {
    var at = after.time();
    var no = after.number();
    var whose = after.owner();
    var from = query.from();
    var to = query.to();
    var type = query.type();
    var actor = query.actor();
    var owner = query.owner();
    var reader = query.reader();
    var task = query.taskId();
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
