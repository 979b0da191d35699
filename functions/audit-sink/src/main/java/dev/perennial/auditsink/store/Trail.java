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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The chains of all owners: entries are added at their ends, and read. */
public final class Trail {

  /** The type of what the clock sends, which is entered in no chain. */
  public static final String TICK = "dev.knative.sources.ping";

  private static final int NEWEST = 20_000;

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

  /** Adds these to the ends of their owners' chains, in this order. */
  public void append(List<Received> events) {
    if (events.isEmpty()) {
      return;
    }
    database.inTransaction(
        () -> {
          var ends = hold(events);
          var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
          var rows = new ArrayList<EntryRow>();
          for (var event : events) {
            rows.add(EntryRow.of(ends.get(event.facts().owner()).add(event, now)));
          }
          ends.values().forEach(end -> end.newKey().ifPresent(keys::save));
          entries.saveAll(rows);
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

  /** What the query asks for after this position. */
  public List<Entry> page(TrailQuery query, Position after, int limit) {
    return database.inTransaction(() -> rows(query, after, limit)).stream()
        .map(EntryRow::entry)
        .toList();
  }

  /** The entries of a chain by their numbers, so many at most. */
  public List<Entry> chain(String owner, long from, long to, int limit) {
    return database.inTransaction(() -> entries.chain(owner, from, to, limit)).stream()
        .map(EntryRow::entry)
        .toList();
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

  /** Those of the keys that have not been destroyed, by their ids. */
  public Map<UUID, Key> keys(Collection<Entry> of) {
    if (of.isEmpty()) {
      return Map.of();
    }
    var ids = of.stream().map(Entry::keyId).collect(Collectors.toSet());
    return database.inTransaction(() -> keys.find(ids)).stream()
        .map(row -> row.key(master))
        .collect(Collectors.toMap(Key::id, Function.identity()));
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
          ? entries.page(from, to, at, no, whose, type, actor, owner, limit)
          : entries.pageOfTask(from, to, at, no, whose, type, actor, owner, task, limit);
    }
    return task == null
        ? entries.pageOfReader(from, to, at, no, whose, type, actor, owner, reader, limit)
        : entries.pageOfReaderAndTask(
            from, to, at, no, whose, type, actor, owner, reader, task, limit);
  }
}
