package dev.perennial.syncpush;

import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.ProfileEvent;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.GroupHandler;
import dev.perennial.runtime.ledger.RecordedErasures;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.syncpush.store.feed.Entry;
import dev.perennial.syncpush.store.feed.Feeds;
import dev.perennial.syncpush.store.lease.StreamLeases;
import dev.perennial.syncpush.store.ticket.Tickets;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Adds events to the feeds of their audiences, and passes the new entries to the streams after the
 * commit. Deletes all data of a user who was deleted, if task-api confirms it. Deliveries that wait
 * at the same time are handled in one transaction, because otherwise they would wait for the locks
 * of the same feeds.
 */
final class SyncPush implements GroupHandler {

  private final Database database;
  private final RecordedErasures erasures;
  private final Feeds feeds;
  private final Tickets tickets;
  private final StreamLeases leases;
  private final Consumer<Map<String, List<Entry>>> onCommit;

  /**
   * @param onCommit receives the new entries, by user, after the commit
   */
  SyncPush(
      Database database,
      RecordedErasures erasures,
      Feeds feeds,
      Tickets tickets,
      StreamLeases leases,
      Consumer<Map<String, List<Entry>>> onCommit) {
    this.database = database;
    this.erasures = erasures;
    this.feeds = feeds;
    this.tickets = tickets;
    this.leases = leases;
    this.onCommit = onCommit;
  }

  @Override
  public void handleAll(List<CloudEvent> events) {
    var deleted =
        events.stream()
            .filter(SyncPush::isDeletion)
            .map(DeletedUser::of)
            .map(this::confirmed)
            .toList();
    var routed =
        events.stream()
            .filter(event -> !isDeletion(event))
            .flatMap(event -> RoutedEventReader.read(event).stream())
            .toList();
    var users = new TreeSet<String>();
    deleted.forEach(user -> users.add(user.id()));
    routed.forEach(event -> users.addAll(event.audience().users()));
    var locked = feeds.lock(users);
    deleted.forEach(this::erase);
    var added = locked.add(routed);
    database.afterCommit(() -> onCommit.accept(added));
  }

  private static boolean isDeletion(CloudEvent event) {
    return event.getType().equals(EventType.PROFILE_DELETED.type());
  }

  private DeletedUser confirmed(DeletedUser reported) {
    return new DeletedUser(reported.id(), erasures.confirm(reported.id(), reported.deletedAt()));
  }

  private void erase(DeletedUser user) {
    if (feeds.erase(user.id(), user.deletedAt())) {
      tickets.deleteOfUser(user.id());
      leases.deleteOfUser(user.id());
    }
  }

  private record DeletedUser(String id, Instant deletedAt) {

    static DeletedUser of(CloudEvent event) {
      var data = event.getData();
      var time = event.getTime();
      if (data == null || time == null) {
        throw new Unprocessable("the event has no " + (data == null ? "data" : "time"));
      }
      var user = EventJson.read(data.toBytes(), ProfileEvent.class).profile().userId();
      return new DeletedUser(user, time.toInstant());
    }
  }
}
