package dev.perennial.syncpush.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A feed for each person: the events that concern them, numbered from 1 without gaps in the order
 * of their commits.
 */
public final class Feeds {

  /** Where instances tell each other of new entries. */
  static final String CHANNEL = "sync_feeds";

  private static final Duration LOOK_AT_LEAST = Duration.ofDays(1);

  /** Few, since somebody waits; but more than one, or they would never get fewer. */
  private static final int IDLE_FEEDS_AT_ONCE = 3;

  private final Database database;
  private final Turns turns;
  private final FeedRows feeds;
  private final EntryRows entries;
  private final Retention retention;
  private final InstantSource clock;

  /**
   * @param turns for who reads
   */
  public Feeds(Database database, Turns turns, Retention retention, InstantSource clock) {
    this.database = database;
    this.turns = turns;
    this.feeds = database.repository(FeedRows.class);
    this.entries = database.repository(EntryRows.class);
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Holds the feeds of these users until the open transaction ends: nobody else enters anything in
   * them or erases them.
   */
  public Held hold(Collection<String> users) {
    var now = clock.instant();
    return new Held(feeds.hold(json(users), now), now);
  }

  /**
   * A page of a feed; nothing is missing between its entries.
   *
   * @param since the number after which it begins
   */
  public FeedPage read(String user, long since, int limit) {
    return turns.inTransaction(
        () -> {
          // In this order: what is trimmed between the two shows as trimmed, and not as a gap.
          var page = entries.page(user, since, limit);
          return page(page, ends(user));
        });
  }

  /** How far the feed goes, without any of its entries. */
  public FeedPage end(String user) {
    return turns.inTransaction(() -> page(List.of(), ends(user)));
  }

  /** The number of the newest entry of each of these users who has one. */
  public Map<String, Long> latest(Collection<String> users) {
    return database.inTransaction(
        () ->
            feeds.findAll(json(users)).stream()
                .collect(Collectors.toMap(FeedRow::userId, FeedRow::latest)));
  }

  /** Tells the other instances, in a transaction of its own. */
  public void tell(Nudge nudge) {
    database.inTransaction(() -> feeds.tell(CHANNEL, nudge.payload()));
  }

  /** Feeds that nobody else changes before the transaction ends. */
  public final class Held {

    private final List<FeedRow> before;
    private final Instant now;

    private Held(List<FeedRow> before, Instant now) {
      this.before = before;
      this.now = now;
    }

    /**
     * Enters the events, in this order, in the feeds of everybody they concern, all of which are
     * held.
     *
     * @return the new entries, by user
     */
    public Map<String, List<Entry>> add(List<Concerning> events) {
      // A statement of its own, after the feeds are held: it sees what those before it have done.
      events.forEach(event -> keepMembers(event.concerned()));
      var placed = feeds.enter(json(numbered(events)), now);
      var entries =
          placed.stream()
              .collect(
                  groupingBy(
                      PlacedRow::userId,
                      mapping(row -> entry(events.get(row.which()).event(), row.seq()), toList())));
      before.stream()
          .filter(feed -> isFull(feed, entries.getOrDefault(feed.userId(), List.of()).size()))
          .forEach(feed -> trim(feed.userId(), now));
      trimIdleFeeds();
      return entries;
    }

    private boolean isFull(FeedRow feed, int more) {
      return feed.latest() / retention.lookEvery()
          != (feed.latest() + more) / retention.lookEvery();
    }

    /**
     * Those of people to whom nothing happens, and who do not read: what happens to others takes
     * some of them along, so that nothing has to be woken for it. At the end, when nobody is waited
     * for any more.
     */
    private void trimIdleFeeds() {
      feeds
          .notLookedAtSince(now.minus(LOOK_AT_LEAST), IDLE_FEEDS_AT_ONCE)
          .forEach(user -> trim(user, now));
    }
  }

  /**
   * Forgets what is kept of this person, in the open transaction. The feed's row stays, so that
   * nothing from before that comes late is kept again, and no number is given twice.
   *
   * @param at when they went
   */
  public void erase(String user, Instant at) {
    feeds.erase(user, at);
    feeds.eraseMemberships(user);
    entries.erase(user);
  }

  private void keepMembers(Concerned concerned) {
    var told = concerned.membership();
    if (told != null) {
      feeds.keepMembers(
          told.list(), told.version(), json(concerned.audience()), json(told.members()));
    }
  }

  /** What is too old goes as soon as it is come across, and is given to nobody. */
  private Optional<EndsRow> ends(String user) {
    var now = clock.instant();
    var tooOld = now.minus(retention.age());
    var ends = feeds.find(user, tooOld);
    if (ends.filter(EndsRow::outlived).isEmpty()) {
      return ends;
    }
    trim(user, now);
    return feeds.find(user, tooOld);
  }

  private void trim(String user, Instant now) {
    feeds.trim(user, retention.rows(), now.minus(retention.age()), now);
  }

  private static FeedPage page(List<EntryRow> rows, Optional<EndsRow> feed) {
    return new FeedPage(
        rows.stream().map(EntryRow::entry).toList(),
        feed.map(EndsRow::latest).orElse(0L),
        feed.map(EndsRow::oldest).orElse(1L));
  }

  private static Entry entry(FeedEvent event, long seq) {
    return new Entry(
        seq, event.id(), event.type(), event.time(), event.subject(), event.actor(), event.data());
  }

  private static List<Numbered> numbered(List<Concerning> events) {
    return IntStream.range(0, events.size()).mapToObj(i -> Numbered.of(i, events.get(i))).toList();
  }

  private static String json(Object value) {
    return EventJson.MAPPER.writeValueAsString(value);
  }

  /** An event as the statement takes it. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  private record Numbered(
      int which,
      String eventId,
      String source,
      String type,
      Instant time,
      @Nullable String subject,
      @Nullable String actor,
      String data,
      Set<String> audience,
      @Nullable String owner,
      List<String> lists,
      @Nullable Long version) {

    static Numbered of(int which, Concerning what) {
      var event = what.event();
      var concerned = what.concerned();
      var told = concerned.membership();
      return new Numbered(
          which,
          event.id(),
          event.source(),
          event.type(),
          event.time(),
          event.subject(),
          event.actor(),
          event.data(),
          concerned.audience(),
          concerned.owner(),
          concerned.lists(),
          told == null ? null : told.version());
    }
  }
}
