package dev.perennial.runtime.ledger;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.database.RedactedFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits waiting deliveries as a group: deliveries that arrive while a transaction runs wait, and
 * the next transaction takes all of them, at most {@value #MAX_GROUP}. A delivery that arrives
 * alone is a group of one and does not wait.
 *
 * <p>After a group fails, the next has half as many deliveries, down to one; after a group commits,
 * the next may have twice as many. So one event that fails is isolated in a few steps, and what is
 * too much for one transaction is split.
 */
final class GroupCommit {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private static final int MAX_GROUP = 100;

  private final Database database;
  private final LedgerRows ledger;
  private final GroupHandler handler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

  /** How many deliveries the next group may have; guarded by the lock. */
  private int allowed = MAX_GROUP;

  GroupCommit(Database database, LedgerRows ledger, GroupHandler handler) {
    this.database = database;
    this.ledger = ledger;
    this.handler = handler;
  }

  /**
   * Returns true if the delivery took effect, alone or with others. False means that it must be
   * tried by itself: it is a duplicate, is in progress, has failed before, or fails now.
   *
   * @throws RuntimeException if Postgres cannot be reached
   */
  boolean commitGroup(Delivery delivery) throws InterruptedException {
    var waiting = new Waiting(delivery);
    queue.add(waiting);
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException stopping) {
      queue.remove(waiting);
      throw stopping;
    }
    try {
      while (!waiting.decided) {
        decide(group(waiting));
      }
      return waiting.handled();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs the attempt while no group is being committed: both would wait for the same rows, and many
   * single attempts at once would take every connection.
   */
  <T> T exclusively(Supplier<T> attempt) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      return attempt.get();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the own delivery first: its thread holds the lock, so no other can take it. */
  private List<Waiting> group(Waiting own) {
    queue.remove(own);
    var group = new ArrayList<Waiting>();
    group.add(own);
    while (group.size() < allowed) {
      var next = queue.poll();
      if (next == null) {
        break;
      }
      group.add(next);
    }
    return group;
  }

  private void decide(List<Waiting> group) {
    // A second delivery of the same event is not handled here: it reads the first one's outcome.
    var byIdentity =
        group.stream()
            .collect(Collectors.toMap(Waiting::identity, Function.identity(), (first, _) -> first));
    try {
      var entered = database.inTransaction(() -> enterAndHandle(byIdentity));
      entered.forEach(waiting -> waiting.handled = true);
      group.forEach(waiting -> waiting.decided = true);
      allowed = Math.min(MAX_GROUP, 2 * allowed);
    } catch (RuntimeException fault) {
      failed(group, fault);
    }
  }

  private void failed(List<Waiting> group, RuntimeException fault) {
    if (DatabaseFault.isUnreachable(fault)) {
      group.forEach(waiting -> waiting.unreachable = fault);
    }
    if (DatabaseFault.isUnreachable(fault) || group.size() == 1) {
      group.forEach(waiting -> waiting.decided = true);
    } else {
      LOG.debug("{} events failed groups", group.size(), RedactedFault.of(fault));
      allowed = group.size() / 2;
      queue.addAll(group);
    }
  }

  private List<Waiting> enterAndHandle(Map<String, Waiting> group) {
    var deliveries = group.values().stream().map(Waiting::entry).toList();
    var entered =
        ledger.enterAll(EventJson.MAPPER.writeValueAsString(deliveries)).stream()
            .map(group::get)
            .toList();
    if (!entered.isEmpty()) {
      handler.handleAll(entered.stream().map(waiting -> waiting.delivery.event()).toList());
    }
    return entered;
  }

  /** A delivery and its outcome, written and read with the lock held. */
  private static final class Waiting {

    private final Delivery delivery;
    private boolean decided;
    private boolean handled;
    private @Nullable RuntimeException unreachable;

    Waiting(Delivery delivery) {
      this.delivery = delivery;
    }

    boolean handled() {
      if (unreachable != null) {
        throw unreachable;
      }
      return handled;
    }

    String identity() {
      return delivery.source() + " " + delivery.id();
    }

    Map<String, String> entry() {
      return Map.of(
          "source", delivery.source(), "event_id", delivery.id(), "event_type", delivery.type());
    }
  }
}
