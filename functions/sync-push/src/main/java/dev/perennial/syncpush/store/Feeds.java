package dev.perennial.syncpush.store;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A feed for each person: the events that concern them, numbered from 1 without gaps in the order
 * of their commits.
 */
public final class Feeds {

  /** Where instances tell each other of new entries. */
  static final String CHANNEL = "sync_feeds";

  private static final Duration LOOK_AT_LEAST = Duration.ofDays(1);

  private final Database database;
  private final FeedRows feeds;
  private final EntryRows entries;
  private final Retention retention;
  private final InstantSource clock;

  public Feeds(Database database, Retention retention, InstantSource clock) {
    this.database = database;
    this.feeds = database.repository(FeedRows.class);
    this.entries = database.repository(EntryRows.class);
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Enters the event in the feed of everybody it concerns, in the open transaction. Nobody else
   * enters anything in these feeds until it ends.
   *
   * @return the new entries, by user
   */
  public Map<String, Entry> add(FeedEvent event, Concerned concerned) {
    var now = clock.instant();
    var held = hold(event, concerned, now);
    if (held.isEmpty()) {
      return Map.of();
    }
    // A statement of its own, after the feeds are held: it sees what those before it have done.
    keepMembers(concerned.membership(), held.keySet());
    var entered = enter(event, concerned, held, now);
    if (entered.size() < held.size()) {
      feeds.giveBack(json(without(held.keySet(), entered)));
    }
    entered.forEach(user -> trimIfDue(held.get(user), now));
    return entered.stream()
        .collect(Collectors.toMap(user -> user, user -> entry(event, held.get(user).latest())));
  }

  /**
   * A page of a feed; nothing is missing between its entries.
   *
   * @param since the number after which it begins
   */
  public FeedPage read(String user, long since, int limit) {
    return database.inTransaction(
        () -> {
          // In this order: what is trimmed between the two shows as trimmed, and not as a gap.
          var page = entries.page(user, since, limit);
          return page(page, feeds.find(user));
        });
  }

  /** How far the feed goes, without any of its entries. */
  public FeedPage end(String user) {
    return database.inTransaction(() -> page(List.of(), feeds.find(user)));
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

  /**
   * Forgets what is kept of this person, in the open transaction. The feed's row stays, so that
   * nothing from before that comes late is kept again, and no number is given twice.
   *
   * @param at when they went
   */
  public void erase(String user, Instant at) {
    feeds.erase(user, at, clock.instant());
    feeds.eraseMemberships(user);
    entries.erase(user);
  }

  private Map<String, FeedRow> hold(FeedEvent event, Concerned concerned, Instant now) {
    return feeds.number(json(concerned.audience()), event.time(), now).stream()
        .collect(Collectors.toMap(FeedRow::userId, feed -> feed));
  }

  private void keepMembers(Concerned.@Nullable Membership told, Collection<String> users) {
    if (told != null) {
      feeds.keepMembers(told.list(), told.version(), json(users), json(told.members()));
    }
  }

  private List<String> enter(
      FeedEvent event, Concerned concerned, Map<String, FeedRow> held, Instant now) {
    var told = concerned.membership();
    return feeds.enter(
        numbers(held),
        event.id(),
        event.source(),
        event.type(),
        event.time(),
        event.subject(),
        event.actor(),
        event.data(),
        concerned.owner(),
        json(concerned.lists()),
        told == null ? null : told.version(),
        now);
  }

  private void trimIfDue(FeedRow feed, Instant now) {
    if (feed.latest() % retention.lookEvery() == 0
        || feed.trimmedAt().plus(LOOK_AT_LEAST).isBefore(now)) {
      feeds.trim(feed.userId(), retention.rows(), now.minus(retention.age()), now);
    }
  }

  private static FeedPage page(List<EntryRow> rows, Optional<FeedRow> feed) {
    return new FeedPage(
        rows.stream().map(EntryRow::entry).toList(),
        feed.map(FeedRow::latest).orElse(0L),
        feed.map(FeedRow::oldest).orElse(1L));
  }

  private static Entry entry(FeedEvent event, long seq) {
    return new Entry(
        seq, event.id(), event.type(), event.time(), event.subject(), event.actor(), event.data());
  }

  private static String numbers(Map<String, FeedRow> held) {
    return json(
        held.values().stream()
            .map(feed -> Map.of("user_id", feed.userId(), "seq", feed.latest()))
            .toList());
  }

  private static Collection<String> without(Collection<String> users, List<String> some) {
    var others = new HashSet<>(users);
    some.forEach(others::remove);
    return others;
  }

  private static String json(Object value) {
    return EventJson.MAPPER.writeValueAsString(value);
  }
}
