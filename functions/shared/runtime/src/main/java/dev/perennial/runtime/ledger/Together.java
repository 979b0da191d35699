package dev.perennial.runtime.ledger;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.database.DatabaseFault;
import dev.perennial.runtime.database.FaultWithoutValues;
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
 * Group commit: while one transaction runs, deliveries gather; who comes to its turn first takes
 * all that wait into the next one. A delivery that nobody waits beside is a group of one, at once.
 *
 * <p>A group that fails has half as many the next time, down to one, and each that works allows the
 * next twice as many: so one bad event is found in a few steps, and what is too much for one
 * transaction goes in parts.
 */
final class Together {

  private static final Logger LOG = LoggerFactory.getLogger(Together.class);

  private static final int AT_MOST = 100;

  private final Database database;
  private final LedgerRepository ledger;
  private final GroupHandler handler;
  private final ReentrantLock turn = new ReentrantLock();
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

  /** How many the next group may have; read and written by who has the turn. */
  private int allowed = AT_MOST;

  Together(Database database, LedgerRepository ledger, GroupHandler handler) {
    this.database = database;
    this.ledger = ledger;
    this.handler = handler;
  }

  /**
   * Whether the delivery was handled, most likely with others. If not it has to be tried by itself:
   * it came before, is running, has failed before, or fails.
   *
   * @throws RuntimeException if Postgres cannot be reached, once for the whole group
   */
  boolean handled(Delivery delivery) throws InterruptedException {
    var waiting = new Waiting(delivery);
    queue.add(waiting);
    try {
      turn.lockInterruptibly();
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
      turn.unlock();
    }
  }

  /**
   * Does this when no group is being handled: it would wait for the same rows, and many of it would
   * take every connection meanwhile.
   */
  <T> T inTurn(Supplier<T> attempt) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      return attempt.get();
    } finally {
      turn.unlock();
    }
  }

  /** This one in any case, or it would wait for a turn that it has already. */
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
    // Of an event that is there twice the second looks for itself what became of the first.
    var byIdentity =
        group.stream()
            .collect(Collectors.toMap(Waiting::identity, Function.identity(), (first, _) -> first));
    try {
      var entered = database.inTransaction(() -> enterAndHandle(byIdentity));
      entered.forEach(waiting -> waiting.handled = true);
      group.forEach(waiting -> waiting.decided = true);
      allowed = Math.min(AT_MOST, 2 * allowed);
    } catch (RuntimeException fault) {
      failed(group, fault);
    }
  }

  private void failed(List<Waiting> group, RuntimeException fault) {
    if (DatabaseFault.unreachable(fault)) {
      group.forEach(waiting -> waiting.unreachable = fault);
    }
    if (DatabaseFault.unreachable(fault) || group.size() == 1) {
      group.forEach(waiting -> waiting.decided = true);
    } else {
      LOG.debug("{} events failed together", group.size(), FaultWithoutValues.of(fault));
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

  /** A delivery and what became of it, written and read by who has the turn. */
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
