package dev.perennial.syncpush;

import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.ProfileEvent;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.syncpush.store.Entry;
import dev.perennial.syncpush.store.Feeds;
import dev.perennial.syncpush.store.StreamLeases;
import dev.perennial.syncpush.store.Tickets;
import io.cloudevents.CloudEvent;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Enters each event in the feeds of those it concerns, and tells the streams once that is so. Of
 * who is gone, nothing is kept.
 */
final class SyncPush implements EventHandler {

  private final Database database;
  private final Feeds feeds;
  private final Tickets tickets;
  private final StreamLeases leases;
  private final Consumer<Map<String, Entry>> committed;

  /**
   * @param committed is told the new entries, by user, after the commit
   */
  SyncPush(
      Database database,
      Feeds feeds,
      Tickets tickets,
      StreamLeases leases,
      Consumer<Map<String, Entry>> committed) {
    this.database = database;
    this.feeds = feeds;
    this.tickets = tickets;
    this.leases = leases;
    this.committed = committed;
  }

  @Override
  public void handle(CloudEvent event) {
    if (event.getType().equals(EventType.PROFILE_DELETED.type())) {
      forget(event);
    } else {
      Arrival.of(event).ifPresent(this::keep);
    }
  }

  private void keep(Arrival arrival) {
    var entered = feeds.add(arrival.event(), arrival.concerned());
    database.afterCommit(() -> committed.accept(entered));
  }

  private void forget(CloudEvent gone) {
    var data = gone.getData();
    var at = gone.getTime();
    if (data == null || at == null) {
      throw new Unprocessable("the event has no " + (data == null ? "data" : "time"));
    }
    var user = EventJson.read(data.toBytes(), ProfileEvent.class).profile().userId();
    feeds.erase(user, at.toInstant());
    tickets.erase(user);
    leases.erase(user);
  }
}
