package dev.perennial.syncpush;

import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.ProfileEvent;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.GroupHandler;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.syncpush.store.Entry;
import dev.perennial.syncpush.store.Feeds;
import dev.perennial.syncpush.store.StreamLeases;
import dev.perennial.syncpush.store.Tickets;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Enters events in the feeds of those they concern, and tells the streams once that is so. Of who
 * is gone, nothing is kept. What waits at the same time is entered together: in one person's feed
 * entries come one after the other anyway.
 */
final class SyncPush implements GroupHandler {

  private final Database database;
  private final Feeds feeds;
  private final Tickets tickets;
  private final StreamLeases leases;
  private final Consumer<Map<String, List<Entry>>> committed;

  /**
   * @param committed is told the new entries, by user, after the commit
   */
  SyncPush(
      Database database,
      Feeds feeds,
      Tickets tickets,
      StreamLeases leases,
      Consumer<Map<String, List<Entry>>> committed) {
    this.database = database;
    this.feeds = feeds;
    this.tickets = tickets;
    this.leases = leases;
    this.committed = committed;
  }

  @Override
  public void handleAll(List<CloudEvent> events) {
    var gone = events.stream().filter(SyncPush::tellsOfWhoIsGone).map(Gone::of).toList();
    var others =
        events.stream()
            .filter(event -> !tellsOfWhoIsGone(event))
            .flatMap(event -> Arrival.of(event).stream())
            .toList();
    var users = new TreeSet<String>();
    gone.forEach(one -> users.add(one.user()));
    others.forEach(other -> users.addAll(other.concerned().audience()));
    var held = feeds.hold(users);
    gone.forEach(this::forget);
    var entered = held.add(others);
    database.afterCommit(() -> committed.accept(entered));
  }

  private static boolean tellsOfWhoIsGone(CloudEvent event) {
    return event.getType().equals(EventType.PROFILE_DELETED.type());
  }

  private void forget(Gone gone) {
    feeds.erase(gone.user(), gone.at());
    tickets.erase(gone.user());
    leases.erase(gone.user());
  }

  private record Gone(String user, Instant at) {

    static Gone of(CloudEvent event) {
      var data = event.getData();
      var at = event.getTime();
      if (data == null || at == null) {
        throw new Unprocessable("the event has no " + (data == null ? "data" : "time"));
      }
      var user = EventJson.read(data.toBytes(), ProfileEvent.class).profile().userId();
      return new Gone(user, at.toInstant());
    }
  }
}
