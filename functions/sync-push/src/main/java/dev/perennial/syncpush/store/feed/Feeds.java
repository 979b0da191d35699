package dev.perennial.syncpush.store.feed;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import dev.perennial.syncpush.store.admission.ReadAdmission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A feed for each user: the events of which the user is in the audience, numbered from 1 without
 * gaps in the order of their commits.
 */
public final class Feeds {

  /** The Postgres channel on which instances notify each other of new entries. */
  public static final String CHANNEL = "sync_feeds";

  /** The maximum number of payload characters in one INSERT, unless a single event has more. */
  private static final int INSERT_CHARACTERS = 1024 * 1024;

  private static final Duration TRIM_AT_LEAST_EVERY = Duration.ofDays(1);

  /**
   * Only a few, because a delivery waits for them. More than one, because otherwise a backlog would
   * never get smaller.
   */
  private static final int IDLE_FEEDS_PER_TRANSACTION = 3;

  private final Database database;
  private final ReadAdmission admission;
  private final FeedRows feeds;
  private final EntryRows entries;
  private final Retention retention;
  private final InstantSource clock;

  /**
   * @param admission for reads on behalf of clients
   */
  public Feeds(
      Database database, ReadAdmission admission, Retention retention, InstantSource clock) {
    this.database = database;
    this.admission = admission;
    this.feeds = database.repository(FeedRows.class);
    this.entries = database.repository(EntryRows.class);
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Locks the feeds of these users until the open transaction ends. No other transaction can add
   * entries to them or erase them.
   */
  public LockedFeeds lock(Collection<String> users) {
    var now = clock.instant();
    return new LockedFeeds(feeds.lock(json(users), now), now);
  }

  /**
   * Reads a page of a feed without gaps between its entries. The page ends before either bound is
   * exceeded, but has at least one entry if the feed has one.
   *
   * @param since the page begins after this number
   * @param maxBytes the maximum size of the entries as UTF-8
   */
  public FeedPage read(String user, long since, int limit, int maxBytes) {
    return admission.inTransaction(
        () -> {
          // Read in this order, so that entries trimmed between the two reads appear as trimmed and
          // not as a gap.
          var page = entries.page(user, since, limit, maxBytes);
          return page(page, findBounds(user));
        });
  }

  /** The bounds of a feed, without any of its entries. */
  public FeedPage bounds(String user) {
    return admission.inTransaction(() -> page(List.of(), findBounds(user)));
  }

  /** The number of the newest entry of each of these users who has a feed. */
  public Map<String, Long> latest(Collection<String> users) {
    return database.inTransaction(
        () ->
            feeds.findAll(json(users)).stream()
                .collect(Collectors.toMap(FeedRow::userId, FeedRow::latest)));
  }

  /**
   * Sends a notification to the channel, as a transaction of its own.
   *
   * @param payload less than 8,000 bytes as UTF-8
   */
  public void notifyInstances(String payload) {
    var _ = feeds.notifyChannel(CHANNEL, payload);
  }

  /** Feeds that no other transaction changes before this one ends. */
  public final class LockedFeeds {

    private final List<FeedRow> before;
    private final Instant now;

    private LockedFeeds(List<FeedRow> before, Instant now) {
      this.before = before;
      this.now = now;
    }

    /**
     * Adds the events, in this order, to the feeds of their audiences, all of which must be locked.
     *
     * @return the new entries, by user
     */
    public Map<String, List<Entry>> add(List<RoutedEvent> events) {
      // Separate statements after the lock, so that they see everything committed before it.
      events.forEach(event -> upsertMembers(event.audience()));
      var added = new HashMap<String, List<Entry>>();
      inParts(events)
          .forEach(
              part ->
                  insert(part)
                      .forEach(
                          (user, more) ->
                              added.computeIfAbsent(user, _ -> new ArrayList<>()).addAll(more)));
      var due =
          before.stream()
              .filter(feed -> isTrimDue(feed, added.getOrDefault(feed.userId(), List.of()).size()))
              .map(FeedRow::userId)
              .toList();
      trim(Stream.concat(due.stream(), idleFeeds().stream()).toList(), now);
      return added;
    }

    private Map<String, List<Entry>> insert(List<RoutedEvent> events) {
      return feeds.insertEntries(json(positioned(events)), now).stream()
          .collect(
              groupingBy(
                  InsertedRow::userId,
                  mapping(row -> entry(events.get(row.position()).event(), row.seq()), toList())));
    }

    private boolean isTrimDue(FeedRow feed, int added) {
      return feed.latest() / retention.trimEvery()
          != (feed.latest() + added) / retention.trimEvery();
    }

    /**
     * A few feeds that get no events and are not read, so that no timer has to start the function
     * to trim them. Locked last, when no other transaction waits for the other locks.
     */
    private List<String> idleFeeds() {
      return feeds.lockNotTrimmedSince(now.minus(TRIM_AT_LEAST_EVERY), IDLE_FEEDS_PER_TRANSACTION);
    }
  }

  /**
   * Deletes what is stored of this user, in the open transaction. The row of the feed remains, so
   * that late events from before this instant are ignored and no number is used twice.
   *
   * @param at when the user was deleted
   * @return false if this deletion has been applied before: what is stored now is of a user who has
   *     come back, and remains
   */
  public boolean erase(String user, Instant at) {
    if (feeds.erase(user, at) == 0) {
      return false;
    }
    feeds.deleteMemberships(user);
    deleteUnreferenced(entries.deleteOfUser(user));
    return true;
  }

  private void upsertMembers(Audience audience) {
    var membership = audience.membership();
    if (membership != null) {
      feeds.upsertMembers(
          membership.list(),
          membership.version(),
          json(audience.users()),
          json(membership.members()));
    }
  }

  /** Entries past their retention are trimmed as soon as a read finds them. */
  private Optional<BoundsRow> findBounds(String user) {
    var now = clock.instant();
    var expiry = now.minus(retention.age());
    var bounds = feeds.bounds(user, expiry);
    if (bounds.filter(BoundsRow::expired).isEmpty()) {
      return bounds;
    }
    trim(List.of(user), now);
    return feeds.bounds(user, expiry);
  }

  private void trim(List<String> users, Instant now) {
    deleteUnreferenced(
        users.stream()
            .flatMap(
                user ->
                    feeds.trim(user, retention.rows(), now.minus(retention.age()), now).stream())
            .toList());
  }

  /** Deletes those of these events whose last entry was deleted. */
  private void deleteUnreferenced(List<Long> events) {
    if (!events.isEmpty()) {
      var numbers = json(events);
      entries.lockEvents(numbers);
      entries.deleteUnreferenced(numbers);
    }
  }

  private static FeedPage page(List<EntryRow> rows, Optional<BoundsRow> bounds) {
    return new FeedPage(
        rows.stream().map(EntryRow::entry).toList(),
        bounds.map(BoundsRow::latest).orElse(0L),
        bounds.map(BoundsRow::oldest).orElse(1L));
  }

  private static Entry entry(FeedEvent event, long seq) {
    return new Entry(
        seq, event.id(), event.type(), event.time(), event.subject(), event.actor(), event.data());
  }

  /**
   * Splits the events into parts, because a statement's parameter is in memory several times over.
   */
  private static List<List<RoutedEvent>> inParts(List<RoutedEvent> events) {
    var parts = new ArrayList<List<RoutedEvent>>();
    var characters = 0L;
    for (var event : events) {
      characters += event.event().data().length();
      if (parts.isEmpty() || characters > INSERT_CHARACTERS) {
        parts.add(new ArrayList<>());
        characters = event.event().data().length();
      }
      parts.getLast().add(event);
    }
    return parts;
  }

  private static List<Positioned> positioned(List<RoutedEvent> events) {
    return IntStream.range(0, events.size())
        .mapToObj(i -> Positioned.of(i, events.get(i)))
        .toList();
  }

  private static String json(Object value) {
    return EventJson.MAPPER.writeValueAsString(value);
  }

  /** An event in the form of the INSERT's parameter. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  private record Positioned(
      int position,
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

    static Positioned of(int position, RoutedEvent routed) {
      var event = routed.event();
      var audience = routed.audience();
      var membership = audience.membership();
      return new Positioned(
          position,
          event.id(),
          event.source(),
          event.type(),
          event.time(),
          event.subject(),
          event.actor(),
          event.data(),
          audience.users(),
          audience.owner(),
          audience.lists(),
          membership == null ? null : membership.version());
    }
  }
}
